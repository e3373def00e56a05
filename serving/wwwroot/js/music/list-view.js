import { elements } from '../shared/elements.js';
import { t } from '../shared/i18n.js';
import { bindListTools } from './list-tools.js';
import { bindDrag } from './row-drag.js';
import { markRow } from './playlist-view.js';
import { Rows } from './rows.js';

/** The list that plays: its rows, what their menus do, dragging, saving and the link to it. */
export class ListView {
  #player;
  #rows;

  /** `go(track, 'artist' or 'album')` opens these in the library. */
  constructor(player, music, go) {
    this.#player = player;
    const add = (tracks, options) => player.queueAll(tracks, options);
    this.#rows = new Rows(elements.tracks, {
      like: track => music.like(track),
      go,
      filled: markRow,
      play: track => player.select(player.tracks.indexOf(track)),
      next: tracks => add(tracks),
      queue: tracks => add(tracks, { last: true }),
      remove: tracks => tracks.forEach(track => player.remove(track)),
      menu: track => [
        [t('row.next'), () => player.queue(track)],
        [t('row.last'), () => player.move(player.tracks.indexOf(track), player.tracks.length - 1)],
        [t('row.remove'), () => player.remove(track)],
      ],
    });
    bindDrag(elements.tracks, (from, to) => this.#move(from, to));
    bindListTools(music, player);
  }

  show(tracks) {
    this.#rows.show(tracks);
  }

  /** The selected rows move together. */
  #move(from, to) {
    const { selection } = this.#rows;
    if (selection.has(this.#player.tracks[from]) && selection.tracks.length > 1) {
      this.#player.moveTogether(selection.tracks, from, to);
    } else {
      this.#player.move(from, to);
    }
  }
}
