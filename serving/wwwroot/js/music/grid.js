import { button, span } from '../shared/dom.js';
import { nameOf } from '../shared/emotions.js';
import { inEachLanguage, t } from '../shared/i18n.js';
import { cover } from './rows.js';

/** Tiles with covers: artists, albums, genres or moods. Arrows move between them. */
export class Grid {
  #list;
  #open;
  #shown = ['artists', []];

  /** `open({ title, wanted }, tile)`; `wanted` are the tracks, as getTracks takes them. */
  constructor(list, open) {
    this.#list = list;
    this.#open = open;
    list.addEventListener('keydown', event => moveFocus(list, event));
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
    const items = groups.slice(old).map(group => this.#item(shelf, group));
    if (old > 0) {
      this.#list.append(...items);
    } else {
      this.#list.replaceChildren(...items);
    }
  }

  #item(shelf, group) {
    const title = shelf === 'moods' ? nameOf(group.name) : group.name;
    const wanted = {
      artists: () => ({ artist: group.name }),
      albums: () => ({ albumOf: group.trackId }),
      genres: () => ({ genre: group.name }),
      moods: () => ({ mood: group.name }),
    }[shelf]();
    const tile = button('tile', () => this.#open({ title, wanted }, tile),
      shelf === 'moods' ? cover({ coverUrl: null }, `face-${group.name}`) : cover(group),
      named('name', title), named('by', group.artist ?? t('library.tracks', { count: group.tracks })));
    tile.dataset.name = group.trackId ?? group.name;
    if (shelf === 'moods') {
      tile.dataset.mood = group.name;
    }
    const item = document.createElement('li');
    item.append(tile);
    return item;
  }
}

function named(className, text) {
  const element = span(className, text);
  element.dir = 'auto';
  return element;
}

/** Arrows, Home and End within a grid of any width; up from the first row goes to where it began. */
function moveFocus(list, event) {
  const tiles = [...list.querySelectorAll('.tile')];
  const at = tiles.indexOf(document.activeElement);
  if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) {
    return;
  }
  const across = tiles.findIndex(tile => tile.offsetTop > tiles[0].offsetTop);
  const columns = across < 0 ? tiles.length : across;
  const forward = document.dir === 'rtl' ? -1 : 1;
  const to = {
    ArrowLeft: at - forward, ArrowRight: at + forward, ArrowUp: at - columns, ArrowDown: at + columns, Home: 0, End: tiles.length - 1,
  }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    tiles[Math.max(0, Math.min(to, tiles.length - 1))].focus();
  }
}
