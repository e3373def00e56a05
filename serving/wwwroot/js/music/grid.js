import { button, span } from '../shared/dom.js';
import { nameOf } from '../shared/emotions.js';
import { inEachLanguage, t } from '../shared/i18n.js';
import { RowWindow } from './row-window.js';
import { cover } from './rows.js';

/** Tiles with covers: artists, albums, genres or moods. Arrows move between them. On a long shelf, those far from the screen are empty. */
export class Grid {
  #list;
  #open;
  #window;
  #groups = new WeakMap(); // by item
  #shown = ['artists', []];

  /** `open({ title, wanted }, item)`; `wanted` are the tracks, as getTracks takes them. */
  constructor(list, open) {
    this.#list = list;
    this.#open = open;
    this.#window = new RowWindow(list, item => this.#fill(item), empty);
    list.addEventListener('keydown', event => this.#moveFocus(event));
    inEachLanguage(() => {
      const [shelf, groups] = this.#shown;
      if (groups.length > 0 && list.querySelector('.tile')) {
        this.#shown = ['', []];
        this.show(shelf, groups);
      }
    });
  }

  show(shelf, groups) {
    const old = shelf === this.#shown[0] && groups === this.#shown[1] ? this.#list.children.length : 0;
    this.#shown = [shelf, groups];
    const items = groups.slice(old).map(group => {
      const item = document.createElement('li');
      this.#groups.set(item, group);
      return item;
    });
    if (old > 0) {
      this.#list.append(...items);
    } else {
      this.#window.clear();
      this.#list.replaceChildren(...items);
    }
    this.#window.show();
  }

  /** Focuses the tile of an item, or the first one. */
  focus(item = null) {
    const there = item?.isConnected ? item : this.#list.firstElementChild;
    if (there) {
      this.#fill(there);
      there.querySelector('.tile').focus();
    }
  }

  #fill(item) {
    const group = this.#groups.get(item);
    if (!group || item.firstChild) {
      return;
    }
    const [shelf] = this.#shown;
    const title = shelf === 'moods' ? nameOf(group.name) : group.name;
    const wanted = {
      artists: () => ({ artist: group.name }),
      albums: () => ({ albumOf: group.trackId }),
      genres: () => ({ genre: group.name }),
      moods: () => ({ mood: group.name }),
    }[shelf]();
    const tile = button('tile', () => this.#open({ title, wanted }, item),
      shelf === 'moods' ? cover({ coverUrl: null }, `face-${group.name}`) : cover(group),
      named('name', title), named('by', group.artist ?? t('library.tracks', { count: group.tracks })));
    if (shelf === 'moods') {
      tile.dataset.mood = group.name;
    }
    item.append(tile);
  }

  /** Arrows, Home and End within a grid of any width. */
  #moveFocus(event) {
    const items = [...this.#list.children];
    const at = items.indexOf(document.activeElement.closest('.grid > li'));
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const columns = getComputedStyle(this.#list).gridTemplateColumns.split(' ').length;
    const forward = document.dir === 'rtl' ? -1 : 1;
    const to = {
      ArrowLeft: at - forward, ArrowRight: at + forward, ArrowUp: at - columns, ArrowDown: at + columns, Home: 0, End: items.length - 1,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      this.focus(items[Math.max(0, Math.min(to, items.length - 1))]);
    }
  }
}

function empty(item) {
  if (!item.contains(document.activeElement)) {
    item.replaceChildren();
  }
}

function named(className, text) {
  const element = span(className, text);
  element.dir = 'auto';
  return element;
}
