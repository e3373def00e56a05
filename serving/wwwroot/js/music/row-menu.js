import { button } from '../shared/dom.js';
import { elements } from '../shared/elements.js';

const { rowMenu: menu } = elements;
const margin = 8; // px
let opener = null;

/** Opens a menu below a button, or above it where there is no room. `entries` are [text, act]. */
export function openMenu(from, entries) {
  opener = from;
  menu.replaceChildren(...entries.map(([text, act]) => {
    const entry = button('', () => {
      menu.hidePopover();
      from.focus();
      act();
    }, text);
    entry.setAttribute('role', 'menuitem');
    entry.tabIndex = -1;
    return entry;
  }));
  menu.showPopover();
  moveTo(from);
  menu.firstElementChild.focus();
}

menu.addEventListener('toggle', ({ newState }) => opener?.setAttribute('aria-expanded', String(newState === 'open')));

menu.addEventListener('keydown', event => {
  const entries = [...menu.children];
  const at = entries.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
  if (event.key === 'Tab' || event.key === 'Escape') {
    event.preventDefault();
    menu.hidePopover();
    opener.focus();
  } else if (to !== undefined) {
    event.preventDefault();
    entries[(to + entries.length) % entries.length].focus();
  }
  event.stopPropagation();
});

// It stays with its button, and goes with it.
addEventListener('scroll', ({ target }) => {
  if (menu.matches(':popover-open') && target !== menu) {
    const { top, bottom } = opener.getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) {
      menu.hidePopover();
    } else {
      moveTo(opener);
    }
  }
}, { passive: true, capture: true });

function moveTo(from) {
  const place = from.getBoundingClientRect();
  const below = place.bottom + menu.offsetHeight + margin < innerHeight;
  menu.style.top = `${below ? place.bottom : Math.max(margin, place.top - menu.offsetHeight)}px`;
  const left = document.dir === 'rtl' ? place.left : place.right - menu.offsetWidth;
  menu.style.left = `${Math.max(margin, Math.min(left, innerWidth - margin - menu.offsetWidth))}px`;
}
