import { elements } from '../shared/elements.js';
import { inEachLanguage, t } from '../shared/i18n.js';

let active = null; // the list whose tracks the toolbar is for

/**
 * Several rows of a list, selected by Ctrl or Shift and a click, by Shift and arrows, by Ctrl and A, or, where there are no keys,
 * from a row's menu; from then on a tap selects. A toolbar above the player says what can be done with them.
 */
export class Selection {
  #list;
  #options;
  #tracks = [];
  #chosen = new Set(); // ids
  #anchor = null;      // where a range begins
  #byTap = false;

  constructor(list, options) {
    this.#list = list;
    this.#options = options;
    list.addEventListener('click', event => this.#clicked(event), { capture: true });
    list.addEventListener('keydown', event => this.#key(event));
  }

  /** The selected tracks, in the order of the list. */
  get tracks() { return this.#tracks.filter(track => this.#chosen.has(track.id)); }

  has(track) { return this.#chosen.has(track?.id); }

  /** The list has these tracks now. */
  show(tracks) {
    this.#tracks = tracks;
    const there = new Set(tracks.map(track => track.id));
    this.#choose([...this.#chosen].filter(id => there.has(id)));
  }

  /** From a row's menu: taps select from now on. */
  toggle(track) {
    this.#byTap = true;
    this.#toggle(track.id);
  }

  clear() {
    this.#choose([]);
  }

  act(name) {
    const { tracks } = this;
    this.clear();
    this.#options[name](tracks);
  }

  get canRemove() { return this.#options.remove !== undefined; }

  #clicked(event) {
    const id = event.target.closest('.play')?.dataset.id;
    const adds = event.ctrlKey || event.metaKey;
    if (!id || !(event.shiftKey || adds || this.#byTap)) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) {
      this.#extend(id, adds);
    } else {
      this.#toggle(id);
    }
  }

  #key(event) {
    const id = event.target.closest('li')?.querySelector('.play')?.dataset.id;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const next = step && this.#tracks[this.#indexOf(id) + step];
    if (event.shiftKey && !event.altKey && next) {
      this.#anchor ??= id;
      this.#extend(next.id);
      this.#list.querySelector(`[data-id="${next.id}"]`)?.focus();
    } else if ((event.ctrlKey || event.metaKey) && event.key === 'a') {
      this.#choose(this.#tracks.map(track => track.id));
    } else if (event.key === 'Escape' && this.#chosen.size > 0) {
      this.clear();
    } else if (event.key === 'Delete' && this.canRemove && this.#chosen.size > 0) {
      this.act('remove');
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #indexOf(id) {
    return this.#tracks.findIndex(track => track.id === id);
  }

  #toggle(id) {
    const chosen = new Set(this.#chosen);
    this.#anchor = id;
    this.#choose(chosen.delete(id) ? chosen : chosen.add(id));
  }

  /** Everything from the anchor to a row. */
  #extend(id, adds = false) {
    const [from, to] = [Math.max(0, this.#indexOf(this.#anchor)), this.#indexOf(id)].sort((one, other) => one - other);
    this.#choose([...(adds ? this.#chosen : []), ...this.#tracks.slice(from, to + 1).map(track => track.id)]);
  }

  #choose(ids) {
    const had = this.#chosen.size > 0;
    this.#chosen = new Set(ids);
    if (this.#chosen.size === 0) {
      this.#byTap = false;
      this.#anchor = null;
    } else if (active !== this) {
      active?.clear();
      active = this;
    }
    if (had || this.#chosen.size > 0) {
      this.#list.querySelectorAll('.play').forEach(play => this.mark(play));
    }
    if (active === this) {
      showToolbar(this.#chosen.size, this.canRemove);
    }
  }

  /** Shows whether a row is selected. */
  mark(play) {
    const isChosen = this.#chosen.has(play.dataset.id);
    play.closest('li').classList.toggle('selected', isChosen);
    if (isChosen) {
      play.setAttribute('aria-description', t('row.selected'));
    } else {
      play.removeAttribute('aria-description');
    }
  }
}

function showToolbar(count, canRemove) {
  elements.selection.hidden = count === 0;
  elements.selectionRemove.hidden = !canRemove;
  elements.selectionCount.textContent = count > 0 ? t('selection.count', { count }) : '';
}

elements.selectionNext.addEventListener('click', () => active?.act('next'));
elements.selectionQueue.addEventListener('click', () => active?.act('queue'));
elements.selectionRemove.addEventListener('click', () => active?.act('remove'));
elements.selectionClear.addEventListener('click', () => active?.clear());
inEachLanguage(() => active && showToolbar(active.tracks.length, active.canRemove));
