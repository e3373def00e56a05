import { getPlaylist, like, tellPlay } from './api.js';
import { showApproach } from './approach-view.js';
import { markTrack, showNoMusic, showPlaylist, showTracks } from './playlist-view.js';

/** Brings the playlist of a mood onto the page and into the player, and tells the server what was heard. The last call wins. */
export class Music {
  #player;
  #mood = null;     // that was asked for
  #approach = null; // by hand; null: what is usual with the mood
  #loaded = null;   // the playlist that plays
  #turn = 0;
  #shown = [];

  constructor(player) {
    this.#player = player;
    player.addEventListener('change', () => this.#changed());
    player.addEventListener('heard', ({ detail }) => this.#heard(detail));
    player.addEventListener('end', event => this.#ended(event));
  }

  /** The playlist on the page; null while there is none. */
  get playlist() { return this.#loaded; }

  /**
   * `playlist` where the server sent one along, `absent` its sentence where it could not. The mood that plays already
   * plays on. A playlist that cannot be had leaves on what plays.
   */
  async show(mood, { playlist = null, absent = null, start = true } = {}) {
    if (mood === this.#mood && this.#loaded) {
      this.#turn++;
      if (start) {
        this.#player.play();
      }
      return;
    }
    this.#mood = mood;
    this.#approach = null;
    await this.#draw({ playlist, absent, start });
  }

  /** Another way to deal with the same mood. */
  async take(approach) {
    this.#approach = approach;
    await this.#draw();
  }

  /** Other tracks for the same mood. */
  again() {
    return this.#draw();
  }

  /** Likes what plays, or takes that back. */
  async like(track = this.#player.track) {
    if (!track) {
      return;
    }
    track.liked = !track.liked;
    this.#changed({ anew: true });
    try {
      await like(track.id, track.liked);
    } catch {
      track.liked = !track.liked; // it was not kept, so it is not shown
      this.#changed({ anew: true });
    }
  }

  async #draw({ playlist = null, absent = null, start = true } = {}) {
    const turn = ++this.#turn;
    const retry = () => this.#draw();
    try {
      const found = playlist ?? (absent ? null : await getPlaylist(this.#mood, this.#approach));
      if (turn !== this.#turn) {
        return;
      }
      if (!found) {
        this.#without(absent, retry);
        return;
      }
      showPlaylist(found, retry);
      showApproach(found);
      this.#loaded = found.tracks.length > 0 ? found : null;
      await this.#player.load(found.tracks, { start });
    } catch (error) {
      if (turn === this.#turn) {
        this.#without(error.message, retry);
      }
    }
  }

  #changed({ anew = false } = {}) {
    const { tracks } = this.#player;
    if (anew || tracks.length !== this.#shown.length || tracks.some((track, index) => track !== this.#shown[index])) {
      this.#shown = [...tracks];
      showTracks(tracks, this.#player, track => this.like(track));
    }
    markTrack(this.#player.track, this.#player.isWanted);
  }

  /** After the last track comes another list: of the mood that a lift has led to, else of the same one. */
  #ended(event) {
    if (!this.#loaded) {
      return;
    }
    event.preventDefault();
    if (this.#loaded.approach === 'lift') {
      this.#mood = 'happy';
      this.#approach = null;
    }
    this.#draw();
  }

  #heard({ track, seconds, finished }) {
    if (this.#loaded) {
      tellPlay(track.id, this.#loaded.emotion, seconds, finished).catch(() => {}); // it plays all the same
    }
  }

  #without(sentence, retry) {
    this.#loaded = null;
    showNoMusic('No music just now', sentence, retry);
  }
}
