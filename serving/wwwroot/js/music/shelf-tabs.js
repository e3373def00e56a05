/** Tabs as screen readers and keyboards expect them: arrows choose. `choose(name)`; the id of a tab is `shelf-<name>`. */
export function bindTabs(list, choose) {
  const tabs = [...list.querySelectorAll('[role="tab"]')];
  const nameOf = tab => tab.id.replace('shelf-', '');

  const select = name => {
    for (const tab of tabs) {
      const isChosen = nameOf(tab) === name;
      tab.setAttribute('aria-selected', String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      if (isChosen) {
        document.getElementById(tab.getAttribute('aria-controls')).setAttribute('aria-labelledby', tab.id);
        tab.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      }
    }
  };

  tabs.forEach(tab => tab.addEventListener('click', () => {
    select(nameOf(tab));
    choose(nameOf(tab));
  }));
  list.addEventListener('keydown', event => {
    const forward = document.dir === 'rtl' ? -1 : 1;
    const at = tabs.indexOf(event.target);
    const to = { ArrowRight: at + forward, ArrowLeft: at - forward, Home: 0, End: tabs.length - 1 }[event.key];
    if (at >= 0 && to !== undefined) {
      event.preventDefault();
      const tab = tabs[(to + tabs.length) % tabs.length];
      tab.focus();
      tab.click();
    }
  });
  return { select };
}
