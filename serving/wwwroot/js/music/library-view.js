import { elements } from '../shared/elements.js';
import { later } from '../shared/later.js';
import { showStatus } from '../shared/status.js';

/** The library at the top of the page. What it shows is loaded when it is first opened. */
export class LibraryView {
  #deps;
  #contents = null;
  #pressed = null; // a tab, before there was anything to show

  constructor(player, music) {
    this.#deps = { player, music, close: () => this.close() };
    const { library, libraryClose, shelves } = elements;
    library.addEventListener('toggle', () => this.#toggled());
    libraryClose.addEventListener('click', () => this.close());
    shelves.addEventListener('click', ({ target }) => { this.#pressed = this.#contents ? null : target; });
    library.addEventListener('keydown', event => {
      if (event.key === 'Escape' && library.open && !event.defaultPrevented) {
        this.close();
      }
    });
    document.addEventListener('pointerdown', ({ target }) => {
      if (target instanceof Element && !library.contains(target) && !target.closest('.player, .menu, .selection, dialog')) {
        library.open = false;
      }
    });
  }

  open() {
    elements.library.open = true;
    elements.search.focus();
  }

  close() {
    elements.library.open = false;
    elements.library.querySelector('summary').focus();
  }

  /** Opens the artist or the album of a track. */
  async go(track, kind) {
    elements.library.open = true;
    (await this.#load())?.go(track, kind);
  }

  async #toggled() {
    if (elements.library.open) {
      elements.search.focus();
    }
    (await this.#load())?.toggled();
  }

  async #load() {
    try {
      const { Library } = await later.library();
      this.#contents ??= new Library(this.#deps);
      this.#pressed?.click();
      this.#pressed = null;
    } catch (error) {
      showStatus(() => error.message, { tone: 'error' });
    }
    return this.#contents;
  }
}
