import { button, icon, span } from '../shared/dom.js';
import { inEachLanguage, t } from '../shared/i18n.js';
import { formatTime } from './format-time.js';
import { toggleReason } from './reason.js';
import { openMenu } from './row-menu.js';
import { RowWindow } from './row-window.js';
import { Selection } from './selection.js';

/**
 * A list of tracks on the page. Rows stay the same elements while their track is the same object, with their focus and open
 * panels. Another list has rows of its own, also for a track that both have: none jumps across the page. In a long list, those
 * far from the screen are empty.
 */
export class Rows {
  #list;
  #options;
  #window;
  #entries = new Map(); // by track id: { track, row, heart }
  #byRow = new WeakMap();
  #tracks = [];

  /**
   * `play(track)`, `like(track)`, `go(track, 'artist' or 'album')`, `menu(track)`, which returns [text, act] for each entry, and
   * what can be done with several: `next(tracks)`, `queue(tracks)`, and perhaps `remove(tracks)`; perhaps `filled(play)`, when a
   * row has its contents.
   */
  constructor(list, options) {
    this.#list = list;
    this.#options = options;
    this.selection = new Selection(list, options);
    this.#window = new RowWindow(list, row => this.#fill(this.#byRow.get(row)), row => this.#empty(this.#byRow.get(row)));
    inEachLanguage(() => this.#relabel());
  }

  show(tracks) {
    this.#tracks = tracks;
    const active = document.activeElement;
    const wanted = new Set(tracks);
    for (const { track, row } of this.#entries.values()) {
      if (!wanted.has(track)) {
        this.#remove(track.id, row, active);
      }
    }
    let at = this.#list.firstElementChild;
    for (const track of tracks) {
      const row = this.#row(track);
      if (row === at) {
        at = at.nextElementSibling;
      } else {
        this.#list.insertBefore(row, at);
      }
    }
    this.#window.show();
    this.selection.show(tracks);
    if (active instanceof HTMLElement && active.isConnected && active !== document.activeElement && this.#list.contains(active)) {
      active.focus(); // a moved element loses it
    }
  }

  #relabel() {
    this.#entries.forEach(({ row }, id) => this.#remove(id, row, null));
    this.show(this.#tracks);
  }

  /** The focus goes to the next row. */
  #remove(id, row, active) {
    const next = row.contains(active) ? row.nextElementSibling ?? row.previousElementSibling : null;
    row.remove();
    this.#window.forget(row);
    this.#entries.delete(id);
    next?.querySelector('.play')?.focus();
  }

  #row(track) {
    const kept = this.#entries.get(track.id);
    if (kept) {
      kept.heart?.setAttribute('aria-pressed', String(track.liked));
      return kept.row;
    }
    const entry = { track, row: document.createElement('li'), heart: null };
    this.#entries.set(track.id, entry);
    this.#byRow.set(entry.row, entry);
    return entry.row;
  }

  #fill(entry) {
    const { track, row } = entry;
    if (row.firstChild) {
      return;
    }
    const play = button('play', () => this.#options.play(entry.track),
      cover(track),
      span('what', text('name', track.title), text('by', [track.artist, track.album].filter(Boolean).join(' · '))),
      span('length', track.durationSeconds == null ? '' : formatTime(track.durationSeconds)));
    play.dataset.id = track.id;
    entry.heart = button('round quiet heart', () => this.#options.like(entry.track), icon('heart'));
    entry.heart.setAttribute('aria-label', t('row.like', { title: track.title }));
    entry.heart.setAttribute('aria-pressed', String(track.liked));
    const more = button('round quiet more', () => openMenu(more, this.#menu(entry.track, row, more)), icon('more'));
    more.setAttribute('aria-label', t('row.more', { title: track.title }));
    more.setAttribute('aria-haspopup', 'menu');
    row.append(play, entry.heart, more);
    this.selection.mark(play);
    this.#options.filled?.(play);
  }

  #empty(entry) {
    const { row } = entry;
    if (!row.contains(document.activeElement) && !row.querySelector('.why') && !row.matches('.dragged')) {
      row.replaceChildren();
      entry.heart = null;
    }
  }

  #menu(track, row, more) {
    return [
      ...this.#options.menu(track),
      [t('row.select'), () => this.selection.toggle(track)],
      ...(track.artist ? [[t('row.artist'), () => this.#options.go(track, 'artist')]] : []),
      ...(track.album ? [[t('row.album'), () => this.#options.go(track, 'album')]] : []),
      [t('row.why'), () => toggleReason(row, track, more)],
      [t('row.mood'), () => toggleReason(row, track, more, { open: true })?.querySelector('select').focus()],
    ];
  }
}

/** Names keep their own direction. */
function text(className, content) {
  const element = span(className, content);
  element.dir = 'auto';
  return element;
}

/** A cover, or a note where there is none. */
export function cover({ coverUrl }, otherwise = 'icon-note') {
  if (!coverUrl) {
    return span('art', icon(otherwise));
  }
  const image = Object.assign(document.createElement('img'), { alt: '', width: 40, height: 40, loading: 'lazy', draggable: false });
  image.addEventListener('error', () => image.replaceWith(icon(otherwise)), { once: true });
  image.src = coverUrl;
  return span('art', image);
}
