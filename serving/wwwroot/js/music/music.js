import { getPlaylist, like, reportPlay } from '../shared/api.js';
import { elements } from '../shared/elements.js';
import { showApproach, showExports } from './approach-view.js';
import { playlistId } from './playlist-id.js';
import { markCurrentTrack, showHint, showNoMusic, showPlaylist } from './playlist-view.js';
import { bindDrag } from './row-drag.js';
import { Rows } from './rows.js';

const fewLeft = 3; // tracks after the current one

/** Loads a mood's playlist into the page and the player, and reports plays to the server. The last call wins. */
export class Music {
  #player;
  #mood = null;     // last requested
  #approach = null; // chosen by hand; null: the default for the mood
  #loaded = null;   // the current playlist
  #turn = 0;
  #shown = [];
  #rows;
  #retry = null;    // what to do again when the server is back
  #wentOnAt = null; // the track at which more were fetched

  constructor(player) {
    this.#player = player;
    this.#rows = new Rows(elements.tracks, {
      play: track => player.select(player.tracks.indexOf(track)),
      like: track => this.like(track),
      menu: track => [
        ['Play next', () => player.queue(track)],
        ['Play last', () => player.move(player.tracks.indexOf(track), player.tracks.length - 1)],
        ['Remove', () => player.remove(track)],
      ],
    });
    bindDrag(elements.tracks, (from, to) => player.move(from, to));
    player.addEventListener('change', () => this.#changed());
    player.addEventListener('played', ({ detail }) => this.#played(detail));
    player.addEventListener('end', event => this.#ended(event));
  }

  /** The current playlist, or null. */
  get playlist() { return this.#loaded; }

  /** Shows the playlist of a session before. */
  restore(playlist, tracks) {
    this.#mood = playlist.emotion;
    this.#approach = playlist.approach;
    this.#loaded = playlist;
    showPlaylist({ ...playlist, tracks, hint: null }, null);
    showApproach({ ...playlist, tracks });
    this.#changed({ force: true });
  }

  /** The server is back: loads what could not be loaded. */
  reconnect() {
    this.#retry?.();
  }

  /**
   * `playlist` is the one the server sent with the mood, `absent` its message if it had none. The same mood again keeps
   * playing, and so does the current playlist if a new one cannot be loaded.
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
    await this.#load({ playlist, absent, start });
  }

  /** Loads another approach to the same mood; paused music stays paused. */
  async setApproach(approach) {
    this.#approach = approach;
    await this.#load({ start: this.#player.isWanted || !this.#player.track });
  }

  /** Loads other tracks for the same mood. */
  newMix(options) {
    return this.#mood ? this.#load(options) : null;
  }

  /** Likes or unlikes a track. */
  async like(track = this.#player.track) {
    if (!track) {
      return;
    }
    track.liked = !track.liked;
    this.#changed({ force: true });
    try {
      await like(track.id, track.liked);
    } catch {
      track.liked = !track.liked; // not saved, so not shown
      this.#changed({ force: true });
    }
  }

  /** `start`: whether to play it, or a function that says so when it has come. */
  async #load({ playlist = null, absent = null, start = true } = {}) {
    const turn = ++this.#turn;
    const retry = () => this.#load();
    this.#retry = null;
    try {
      const found = playlist ?? (absent ? null : await getPlaylist(this.#mood, this.#approach));
      if (turn !== this.#turn) {
        return;
      }
      if (!found) {
        this.#showNoMusic(absent, retry);
        return;
      }
      showPlaylist(found, retry);
      showApproach(found);
      showExports(found, found.tracks);
      this.#loaded = found.tracks.length > 0 ? found : null;
      await this.#player.load(found.tracks, { start: typeof start === 'function' ? start() : start });
    } catch (error) {
      if (turn === this.#turn) {
        this.#retry = error.status === 0 ? retry : null;
        if (this.#loaded) {
          showHint(error.message, retry); // the current list stays
        } else {
          this.#showNoMusic(error.message, retry);
        }
      }
    }
  }

  #changed({ force = false } = {}) {
    const { tracks } = this.#player;
    if (force || tracks.length !== this.#shown.length || tracks.some((track, index) => track !== this.#shown[index])) {
      this.#shown = [...tracks];
      this.#rows.show(tracks);
      if (this.#loaded) {
        showExports(this.#loaded, tracks);
      }
    }
    markCurrentTrack(this.#player.track, this.#player.isWanted);
    this.#goOn();
  }

  /** When few tracks are left, fetches the next ones, so that the music goes on by itself. */
  async #goOn() {
    const { tracks, index, track, repeats, isWanted } = this.#player;
    if (!this.#loaded || !isWanted || repeats || tracks.length - 1 - index > fewLeft || track === this.#wentOnAt) {
      return;
    }
    this.#wentOnAt = track; // once a track, also if it fails or the library has no more
    const turn = this.#turn;
    const { emotion, approach, route } = this.#loaded;
    try {
      const next = await getPlaylist(emotion, approach, playlistId(emotion, approach, tracks));
      if (turn === this.#turn) {
        this.#player.append(next.tracks);
        showApproach({ approach, route, tracks: this.#player.tracks });
        markCurrentTrack(this.#player.track, this.#player.isWanted);
      }
    } catch {
      // After the last track it is tried again, with a message.
    }
  }

  /** After the last track, loads another playlist: for the mood that a lift has led to, else for the same one. */
  #ended(event) {
    if (!this.#loaded) {
      return;
    }
    event.preventDefault();
    if (this.#loaded.approach === 'lift') {
      this.#mood = 'happy';
      this.#approach = null;
    }
    this.#load({ start: () => this.#player.isWanted }); // the sleep timer may have stopped it
  }

  #played({ track, seconds, finished }) {
    if (this.#loaded) {
      reportPlay(track.id, this.#loaded.emotion, seconds, finished).catch(() => {}); // not essential
    }
  }

  #showNoMusic(message, retry) {
    this.#loaded = null;
    showNoMusic('No music right now', message, retry);
  }
}
