// A classic script in the head: the theme is set before anything is painted. `globalThis.setTheme` changes it.
{
  const key = 'theme';
  const papers = { light: '#f6f5f8', dark: '#131217' };
  globalThis.theme = () => localStorage.getItem(key) ?? 'system';
  globalThis.setTheme = theme => {
    localStorage.setItem(key, theme);
    if (theme === 'system') {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = theme;
    }
    for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
      meta.content = papers[theme] ?? papers[meta.media.includes('dark') ? 'dark' : 'light'];
    }
  };
  try {
    setTheme(theme());
  } catch {
    // Without storage the system decides.
  }
}
