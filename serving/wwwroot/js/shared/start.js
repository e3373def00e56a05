// A classic script in the head: theme, language and direction are set, and the texts asked for, before anything is painted.
{
  const root = document.documentElement;
  const papers = { light: '#f6f5f8', dark: '#131217' };
  const languages = {
    en: 'English', de: 'Deutsch', es: 'Español', fr: 'Français', zh: '中文', hi: 'हिन्दी', tr: 'Türkçe', ar: 'العربية',
  };
  const rightToLeft = ['ar'];
  const folder = new URL('../../languages/', /** @type {HTMLScriptElement} */ (document.currentScript).src);
  const maxHiddenMs = 3000;

  // Without storage nothing is kept, and the system decides.
  const read = key => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const keep = (key, value) => {
    try {
      localStorage.setItem(key, value);
    } catch {
      // see above
    }
  };

  const theme = () => (Object.hasOwn(papers, read('theme') ?? '') ? read('theme') : 'system');
  const setTheme = wanted => {
    keep('theme', wanted);
    if (wanted === 'system') {
      delete root.dataset.theme;
    } else {
      root.dataset.theme = wanted;
    }
    for (const meta of document.querySelectorAll(/** @type {'meta'} */ ('meta[name="theme-color"]'))) {
      meta.content = papers[wanted] ?? papers[meta.media.includes('dark') ? 'dark' : 'light'];
    }
  };

  const chosen = [read('language'), ...navigator.languages].map(tag => tag?.split('-')[0].toLowerCase());
  const language = chosen.find(tag => Object.hasOwn(languages, tag ?? '')) ?? 'en';

  /** The address of a language's texts. */
  const textsOf = wanted => new URL(`${wanted}.json`, folder).href;
  const askFor = wanted => fetch(textsOf(wanted)).then(answer => (answer.ok ? answer.json() : Promise.reject(answer.status)));
  const setLanguage = wanted => {
    root.lang = wanted;
    root.dir = rightToLeft.includes(wanted) ? 'rtl' : 'ltr';
  };

  setTheme(theme());
  setLanguage(language);
  if (language !== 'en') { // the page itself is in English: nobody needs to see that
    root.dataset.waiting = '';
    setTimeout(() => delete root.dataset.waiting, maxHiddenMs);
  }
  const texts = askFor(language).catch(() => askFor(language)); // i18n.js waits for it
  texts.catch(() => {});
  globalThis.start = { read, theme, setTheme, languages, language, texts, askFor, textsOf, setLanguage, keep };
}
