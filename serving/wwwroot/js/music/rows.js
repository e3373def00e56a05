import { button, icon, span } from '../shared/dom.js';
import { formatTime } from './format-time.js';
import { openMenu } from './row-menu.js';
import { toggleReason } from './reason.js';

/** A list of tracks on the page. Rows stay the same elements while their track does, with their focus and open panels. */
export class Rows {
  #list;
  #options;
  #rows = new Map(); // by track id

  /** `play(track)`, `like(track)`, and `menu(track)`, which returns [text, act] for each entry. */
  constructor(list, options) {
    this.#list = list;
    this.#options = options;
  }

  show(tracks) {
    const active = document.activeElement;
    const wanted = new Set(tracks.map(track => track.id));
    for (const [id, { row }] of this.#rows) {
      if (!wanted.has(id)) {
        this.#remove(id, row, active);
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
    this.#list.classList.toggle('long', tracks.length > 60);
    if (active?.isConnected && active !== document.activeElement && this.#list.contains(active)) {
      active.focus(); // a moved element loses it
    }
  }

  /** The focus goes to the next row. */
  #remove(id, row, active) {
    const next = row.contains(active) ? row.nextElementSibling ?? row.previousElementSibling : null;
    row.remove();
    this.#rows.delete(id);
    next?.querySelector('.play').focus();
  }

  #row(track) {
    const kept = this.#rows.get(track.id);
    if (kept) {
      kept.track = track;
      kept.heart.setAttribute('aria-pressed', String(track.liked));
      return kept.row;
    }
    const entry = { track };
    const row = document.createElement('li');
    const play = button('play', () => this.#options.play(entry.track),
      cover(track),
      span('what', span('name', track.title), span('by', [track.artist, track.album].filter(Boolean).join(' · '))),
      span('length', track.durationSeconds == null ? '' : formatTime(track.durationSeconds)));
    play.dataset.id = track.id;
    const heart = button('round quiet heart', () => this.#options.like(entry.track), icon('heart'));
    heart.setAttribute('aria-label', `Like ${track.title}`);
    heart.setAttribute('aria-pressed', String(track.liked));
    const more = button('round quiet more', () => openMenu(more, [
      ...this.#options.menu(entry.track),
      ['Why this track?', () => toggleReason(row, entry.track, more)],
      ['Your mood for it', () => toggleReason(row, entry.track, more, { open: true })?.querySelector('select').focus()],
    ]), icon('more'));
    more.setAttribute('aria-label', `More for ${track.title}`);
    more.setAttribute('aria-haspopup', 'menu');
    row.append(play, heart, more);
    this.#rows.set(track.id, Object.assign(entry, { row, heart }));
    return row;
  }
}

function cover({ coverUrl }) {
  if (!coverUrl) {
    return span('art', icon('note'));
  }
  const image = Object.assign(document.createElement('img'), { alt: '', width: 40, height: 40, loading: 'lazy', draggable: false });
  image.addEventListener('error', () => image.replaceWith(icon('note')), { once: true });
  image.src = coverUrl;
  return span('art', image);
}
