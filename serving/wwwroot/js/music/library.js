import { getShelf, getTracks } from '../shared/api.js';
import { elements } from '../shared/elements.js';
import { inEachLanguage, t } from '../shared/i18n.js';
import { Grid } from './grid.js';
import { showProgress } from './library-progress.js';
import { MixShelf } from './mix-shelf.js';
import { Pages } from './pages.js';
import { Rows } from './rows.js';
import { bindTabs } from './shelf-tabs.js';

const debounceMs = 250;
const maxPlayed = 500; // tracks of "play all"

/** The library: what is searched for, else what was opened, else a shelf of artists, albums, genres, moods, likes or mixes. */
export class Library {
  #music;
  #close;
  #rows;
  #grid;
  #mixes;
  #panel = elements.library.querySelector('.panel');
  #pages = new Pages(this.#panel);
  #tabs;
  #shelf = 'artists';
  #opened = null; // { title, wanted, back }: a group, and what shows the shelf it was opened from
  #words = '';
  #message = () => '';

  constructor({ player, music, close }) {
    this.#music = music;
    this.#close = close;
    this.#grid = new Grid(elements.grid, (group, item) => this.#open(group, item));
    this.#mixes = new MixShelf(elements.grid, music, close, () => this.#show());
    this.#tabs = bindTabs(elements.shelves, name => this.#choose(name));
    const add = (tracks, options) => player.queueAll(tracks, options);
    this.#rows = new Rows(elements.found, {
      play: track => player.queue(track),
      like: track => this.#like(track),
      go: (track, kind) => this.go(track, kind),
      next: tracks => add(tracks),
      queue: tracks => add(tracks, { last: true }),
      menu: track => [[t('row.next'), () => player.queue(track)], [t('row.queue'), () => player.enqueue(track)]],
    });
    this.#bindSearch();
    elements.openedBack.addEventListener('click', () => this.#back());
    elements.openedPlay.addEventListener('click', () => this.#playAll());
    elements.openedQueue.addEventListener('click', async () => add(await this.#all(), { last: true }));
    inEachLanguage(() => { elements.nothingFound.textContent = this.#message(); });
    this.#words = elements.search.value.trim(); // typed meanwhile
    this.#show();
  }

  toggled() {
    showProgress();
    if (elements.library.open && this.#shelf === 'mixes') {
      this.#show();
    }
  }

  /** Opens the artist or album of a track. */
  go(track, kind) {
    this.#words = elements.search.value = '';
    this.#tabs.select(kind === 'artist' ? 'artists' : 'albums');
    this.#shelf = kind === 'artist' ? 'artists' : 'albums';
    this.#open(kind === 'artist' ? { title: track.artist, wanted: { artist: track.artist } }
      : { title: track.album, wanted: { albumOf: track.id } }, null);
  }

  #bindSearch() {
    let timer;
    elements.search.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        this.#words = elements.search.value.trim();
        this.#show();
      }, debounceMs);
    });
    elements.search.addEventListener('keydown', event => {
      if (event.key === 'ArrowDown') {
        event.preventDefault();
        (elements.grid.hidden ? elements.found : elements.grid).querySelector('.play, .tile')?.focus();
      }
    });
  }

  #choose(shelf) {
    this.#shelf = shelf;
    this.#opened = null;
    this.#words = elements.search.value = '';
    this.#clear();
    this.#show();
  }

  /** What was shown is not pressed for what comes. */
  #clear() {
    elements.grid.replaceChildren();
    this.#rows.show([]);
  }

  /** `item` is the one of the shelf that was pressed, or null. The shelf is hidden and stays as it is. */
  #open(group, item) {
    this.#opened = { ...group, back: item && this.#wayBack(item) };
    if (!item) {
      elements.grid.replaceChildren();
    }
    this.#rows.show([]);
    this.#show();
    elements.openedTitle.focus();
  }

  /** As far down the shelf as it was, with the focus where it was. */
  #wayBack(item) {
    const [resume, { scrollTop }] = [this.#pages.leave(), this.#panel];
    return () => {
      resume();
      this.#panel.scrollTop = scrollTop;
      this.#grid.focus(item);
    };
  }

  #back() {
    const { back } = this.#opened;
    this.#opened = null;
    this.#rows.show([]);
    if (back) {
      this.#arrange(null);
      back();
    } else {
      this.#show(() => this.#grid.focus());
    }
  }

  /** Shows what is wanted now, page by page as it is scrolled. */
  #show(then = () => {}) {
    const isSearch = this.#words !== '';
    const wanted = isSearch ? { q: this.#words } : this.#opened?.wanted ?? (this.#shelf === 'liked' ? { liked: true } : null);
    this.#arrange(wanted);
    if (wanted === null && this.#shelf === 'mixes') {
      this.#pages.stop();
      const count = this.#mixes.show();
      this.#say(() => (count > 0 ? '' : t('library.no-mixes')));
      return;
    }
    const shelf = this.#shelf;
    this.#pages.start({
      get: (page, signal) => (wanted ? getTracks({ ...wanted, ...page }, signal) : getShelf(shelf, page, signal)),
      show: all => (wanted ? this.#rows.show(all) : this.#grid.show(shelf, all)),
      done: all => {
        if (all.length === 0) {
          this.#say(() => (isSearch ? t('library.nothing-found', { words: this.#words })
            : t(shelf === 'liked' && !this.#opened ? 'library.no-likes' : 'library.empty')));
        }
        then();
      },
      failed: error => this.#say(() => error.message),
    });
  }

  #arrange(wanted) {
    const { grid, opened, openedTitle, found, shelves } = elements;
    const isSearch = this.#words !== '';
    shelves.hidden = isSearch;
    opened.hidden = isSearch || !this.#opened;
    openedTitle.textContent = this.#opened?.title ?? '';
    grid.hidden = wanted !== null;
    found.hidden = wanted === null;
    this.#say(() => '');
  }

  #say(message) {
    this.#message = message;
    elements.nothingFound.textContent = message();
  }

  async #like(track) {
    await this.#music.like(track);
    this.#rows.show(this.#pages.all);
  }

  async #all() {
    const tracks = [];
    for (let more = true; more && tracks.length < maxPlayed;) {
      const page = await getTracks({ ...this.#opened.wanted, skip: tracks.length, take: 200 });
      tracks.push(...page);
      more = page.length === 200;
    }
    return tracks.slice(0, maxPlayed);
  }

  async #playAll() {
    const { title } = this.#opened;
    try {
      await this.#music.open(title, await this.#all());
      this.#close();
    } catch (error) {
      this.#say(() => error.message);
    }
  }
}
