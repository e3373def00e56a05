import { getPlaylist, like, reportPlay } from '../shared/api.js';
import { later } from '../shared/later.js';
import { showApproach, showExports } from './approach-view.js';
import { GoOn } from './go-on.js';
import { markCurrentTrack, showHint, showNoMusic, showPlaylist } from './playlist-view.js';

const queued = { key: 'list.queue', emotion: 'neutral', approach: 'match', title: '', route: [], isOwn: true };

/** Loads a mood's playlist into the page and the player, and reports plays to the server. The last call wins. */
export class Music {
  #player;
  #mood = null;     // last requested
  #approach = null; // chosen by hand; null: the default for the mood
  #loaded = null;   // the current playlist
  #turn = 0;
  #shown = [];
  #go;
  #view = null;    // loaded with the first list
  #retry = null;    // what to do again when the server is back
  #goOn;

  /** `go(track, 'artist' or 'album')` opens these in the library. */
  constructor(player, go) {
    this.#player = player;
    this.#goOn = new GoOn(player);
    this.#go = go;
    player.addEventListener('change', () => this.#changed());
    player.addEventListener('played', ({ detail }) => this.#played(detail));
    player.addEventListener('end', event => this.#ended(event));
  }

  /** The current playlist, or null. */
  get playlist() { return this.#loaded; }

  /** Shows the playlist of a session before, or tracks that were queued before there was any. */
  async restore(playlist, tracks) {
    this.#mood = playlist.isOwn ? null : playlist.emotion;
    this.#approach = playlist.approach;
    this.#loaded = playlist;
    try {
      await this.#ready();
      showPlaylist({ ...playlist, tracks, hint: null }, null);
      showApproach({ ...playlist, tracks });
      this.#changed({ force: true });
    } catch {
      this.#retry = () => this.restore(playlist, tracks); // the server is away, and nothing is kept
    }
  }

  /** The server is back: loads what could not be loaded. */
  reconnect() {
    this.#retry?.();
  }

  /**
   * `playlist` is the one the server sent with the mood, `absent` its message if it had none. The same mood again keeps
   * playing, and so does the current playlist if a new one cannot be loaded. `approach` null: the default for the mood.
   */
  async show(mood, { playlist = null, absent = null, approach = null, start = true } = {}) {
    if (mood === this.#mood && this.#loaded && !approach) {
      this.#turn++;
      if (start) {
        this.#player.play();
      }
      return;
    }
    this.#mood = mood;
    this.#approach = approach;
    await this.#load({ playlist, absent, start });
  }

  /** Plays tracks that the listener put together: an album, a saved mix. It ends where they end. */
  async open(title, tracks, { emotion = 'neutral', approach = 'match' } = {}) {
    const turn = ++this.#turn;
    await this.#ready();
    if (turn !== this.#turn) {
      return;
    }
    this.#mood = null;
    this.#loaded = { emotion, approach, title, route: [], isOwn: true };
    showPlaylist({ ...this.#loaded, tracks, hint: null }, null);
    showApproach({ ...this.#loaded, tracks });
    showExports(this.#loaded, tracks);
    await this.#player.load(tracks);
  }

  /** Plays the very list of an id. */
  async openList(id, title = null) {
    const found = await getPlaylist(id);
    await this.open(title ?? found.title, found.tracks, found);
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

  /**
   * `start`: whether to play it, or a function that says so when it has come.
   * @param {{ playlist?: object, absent?: string, start?: boolean | (() => boolean) }} [options]
   */
  async #load({ playlist = null, absent = null, start = true } = {}) {
    const turn = ++this.#turn;
    const retry = () => this.#load();
    this.#retry = null;
    try {
      const [found] = await Promise.all([
        playlist ?? (absent ? null : getPlaylist(this.#mood, this.#approach)), this.#ready(),
      ]);
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

  async #ready() {
    const { ListView } = await later.list();
    this.#view ??= new ListView(this.#player, this, this.#go);
  }

  #changed({ force = false } = {}) {
    const [{ tracks }, turn] = [this.#player, this.#turn];
    if (tracks.length > 0 && !this.#loaded && turn === 0) {
      this.restore(queued, tracks);
    }
    if (force || tracks.length !== this.#shown.length || tracks.some((track, index) => track !== this.#shown[index])) {
      this.#shown = [...tracks];
      this.#view?.show(tracks);
      if (this.#loaded) {
        showExports(this.#loaded, tracks);
      }
    }
    markCurrentTrack(this.#player.track, this.#player.isWanted);
    this.#goOn.check(this.#loaded, () => turn === this.#turn);
  }

  /** After the last track, loads another playlist: for the mood that a lift has led to, else for the same one. */
  #ended(event) {
    if (!this.#loaded || this.#loaded.isOwn) {
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
      const mood = this.#loaded.isOwn ? track.mood ?? 'neutral' : this.#loaded.emotion;
      reportPlay(track.id, mood, seconds, finished).catch(() => {}); // not essential
    }
  }

  #showNoMusic(message, retry) {
    this.#loaded = null;
    showNoMusic(message, retry);
  }
}
