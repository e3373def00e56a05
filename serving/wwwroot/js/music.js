import { getPlaylist } from './api.js';
import { markTrack, showNoMusic, showPlaylist } from './playlist-view.js';

/** Brings the playlist of a mood onto the page and into the player. The last call wins. */
export class Music {
  #player;
  #loaded = null;
  #turn = 0;

  constructor(player) {
    this.#player = player;
    player.addEventListener('change', () => markTrack(player.track, player.isWanted));
  }

  /**
   * `playlist` where the server sent one along, `absent` its sentence where it could not. The mood that plays already
   * plays on. A playlist that cannot be had leaves on what plays.
   */
  async show(mood, { playlist = null, absent = null, start = true } = {}) {
    const turn = ++this.#turn;
    if (mood === this.#loaded) {
      if (start) {
        this.#player.play();
      }
      return;
    }
    const retry = () => this.show(mood);
    try {
      const found = playlist ?? (absent ? null : await getPlaylist(mood));
      if (turn !== this.#turn) {
        return;
      }
      if (!found) {
        this.#without(absent, retry);
        return;
      }
      showPlaylist(found, index => this.#player.select(index), retry);
      this.#loaded = found.tracks.length > 0 ? mood : null;
      await this.#player.load(found.tracks, { start });
    } catch (error) {
      if (turn === this.#turn) {
        this.#without(error.message, retry);
      }
    }
  }

  #without(sentence, retry) {
    this.#loaded = null;
    showNoMusic('No music just now', sentence, retry);
  }
}
