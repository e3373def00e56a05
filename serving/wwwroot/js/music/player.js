import { levelled } from './gain.js';

/**
 * Plays a queue of tracks with two audio elements: both during a crossfade, else one. It knows nothing else of the page.
 * Events: `change` when the state changed; `note` with a message in `detail`; `played` with {track, seconds, finished}
 * when a track ended or was skipped; `end` after the last one.
 */
const restartAfter = 3; // s into a track after which "previous" restarts it
const fadeMs = 600;
const keptPlayed = 50; // tracks

export class Player extends EventTarget {
  #audio;
  #spare;
  #tracks = [];
  #index = -1;
  #failed = new Set(); // tracks that failed since one last played
  #resumed = null;     // where a cut stream was taken up again: { track, seconds }
  #wanted = false;     // whether the listener wants music now
  #blocked = false;
  #volume = 0.8;
  #fade = null;
  #crossing = null;
  crossfade = 0;       // s
  repeats = false;     // whether the queue repeats

  constructor(audio, spare = audio.cloneNode()) {
    super();
    this.#audio = audio;
    this.#spare = spare;
    for (const element of [audio, spare]) {
      element.volume = this.#level;
      this.#listen(element);
    }
  }

  get tracks() { return this.#tracks; }
  get index() { return this.#index; }
  get track() { return this.#tracks[this.#index] ?? null; }
  get isWanted() { return this.#wanted; }
  get isBlocked() { return this.#blocked; }
  get elapsed() { return this.#audio.currentTime; }
  get volume() { return this.#volume; }
  get isMuted() { return this.#audio.muted; }
  get #level() { return levelled(this.#volume, this.track?.gain); }

  /** Seconds, from the file once it is known. */
  get duration() {
    return Number.isFinite(this.#audio.duration) ? this.#audio.duration : this.track?.durationSeconds ?? NaN;
  }

  /** Replaces the queue after a fade-out. With `start` false it does not start to play. */
  async load(tracks, { start = true } = {}) {
    const fade = {};
    this.#fade = fade;
    if (!this.#audio.paused) {
      await this.#fadeOut(fade);
    }
    if (this.#fade !== fade) {
      return; // replaced again during the fade
    }
    this.#fade = null;
    this.#tracks = [...tracks];
    this.#failed.clear();
    this.#wanted = start;
    if (tracks.length > 0) {
      this.#begin(0, { start });
    } else {
      this.#index = -1;
      this.#wanted = false;
      this.#audio.removeAttribute('src');
      this.#audio.load();
      this.#changed();
    }
  }

  /** Plays another track of the queue; the current one counts as skipped. */
  select(index) {
    this.#leave(false);
    this.#begin(index);
  }

  async play() {
    if (!this.track) {
      return;
    }
    this.#wanted = true;
    this.#changed();
    try {
      if (this.#audio.error) {
        this.#audio.load();
      }
      await this.#audio.play();
      this.#blocked = false;
    } catch (error) {
      // AbortError: another track was chosen meanwhile. A file that cannot be played fires an `error` event.
      if (error.name === 'NotAllowedError') {
        this.#blocked = true;
        this.#wanted = false;
      }
    }
    this.#changed();
  }

  pause() {
    this.#wanted = false;
    this.#endCrossing();
    this.#audio.pause();
    this.#changed();
  }

  toggle() {
    return this.#wanted ? this.pause() : this.play();
  }

  next() {
    if (this.track) {
      this.select((this.#index + 1) % this.#tracks.length);
    }
  }

  previous() {
    if (!this.track) {
      return;
    }
    if (this.#audio.currentTime > restartAfter) {
      this.seek(0);
    } else {
      this.#begin((this.#index + this.#tracks.length - 1) % this.#tracks.length);
    }
  }

  /** Seeks to that second, clamped to the track. */
  seek(seconds) {
    if (this.track && Number.isFinite(this.#audio.duration)) {
      this.#audio.currentTime = Math.min(Math.max(seconds, 0), this.#audio.duration);
    }
  }

  /** Moves a track in the queue; the current one keeps playing. */
  move(from, to) {
    if (from !== to && this.#tracks[from] && this.#tracks[to]) {
      const playing = this.track;
      this.#tracks.splice(to, 0, ...this.#tracks.splice(from, 1));
      this.#index = this.#tracks.indexOf(playing);
      this.#changed();
    }
  }

  /** Shuffles the tracks after the current one. */
  shuffle() {
    const rest = this.#tracks.splice(this.#index + 1);
    for (let last = rest.length - 1; last > 0; last--) {
      const other = Math.floor(Math.random() * (last + 1));
      [rest[last], rest[other]] = [rest[other], rest[last]];
    }
    this.#tracks.push(...rest);
    this.#changed();
  }

  /** Queues a track as the next one, and plays it if the queue was empty. */
  queue(track) {
    this.#tracks = this.#tracks.filter(other => other.id !== track.id || other === this.track);
    this.#index = this.track ? this.#tracks.indexOf(this.track) : -1;
    this.#tracks.splice(this.#index + 1, 0, track);
    if (this.#index < 0) {
      this.#begin(0);
    } else {
      this.#changed();
    }
  }

  /** Adds tracks that the queue does not have at its end; of those played, the last few stay. */
  append(tracks) {
    const known = new Set(this.#tracks.map(track => track.id));
    this.#tracks.push(...tracks.filter(track => !known.has(track.id)));
    const old = Math.max(0, this.#index - keptPlayed);
    this.#tracks.splice(0, old);
    this.#index -= old;
    this.#changed();
  }

  /** Adds a track at the end of the queue. */
  enqueue(track) {
    if (this.track?.id !== track.id) {
      this.#tracks = this.#tracks.filter(other => other.id !== track.id || other === this.track);
      this.#index = this.track ? this.#tracks.indexOf(this.track) : -1;
    }
    this.append([track]);
    if (this.#index < 0) {
      this.#begin(0);
    }
  }

  /** Removes a track; if it is the current one, the next one plays. */
  remove(track) {
    const at = this.#tracks.indexOf(track);
    if (at < 0) {
      return;
    }
    const isCurrent = at === this.#index;
    if (isCurrent) {
      this.#leave(false);
    }
    this.#tracks.splice(at, 1);
    this.#index -= at < this.#index ? 1 : 0;
    if (!isCurrent) {
      this.#changed();
    } else if (this.#tracks.length > 0) {
      this.#begin(this.#index % this.#tracks.length, { start: this.#wanted });
    } else {
      this.load([]);
    }
  }

  setVolume(volume) {
    this.#volume = Math.min(Math.max(volume, 0), 1);
    this.#audio.volume = this.#level;
    this.mute(false);
    this.#changed();
  }

  mute(wanted = !this.#audio.muted) {
    this.#audio.muted = wanted;
    this.#spare.muted = wanted;
  }

  #listen(element) {
    const when = (event, act) => element.addEventListener(event, () => {
      if (element === this.#audio) {
        act();
      }
    });
    when('ended', () => this.#ended());
    when('error', () => this.#skip());
    when('playing', () => {
      this.#failed.clear();
      this.#changed();
    });
    when('timeupdate', () => this.#cross());
    for (const event of ['pause', 'timeupdate', 'durationchange', 'waiting', 'volumechange', 'seeked']) {
      when(event, () => this.#changed());
    }
  }

  #begin(index, { start = true } = {}) {
    this.#endCrossing();
    this.#index = index;
    this.#audio.volume = this.#level;
    this.#audio.src = this.track.streamUrl;
    if (start) {
      this.play();
    } else {
      this.#changed();
    }
  }

  #ended() {
    this.#leave(true);
    if (this.#index + 1 < this.#tracks.length || this.repeats) {
      this.#begin((this.#index + 1) % this.#tracks.length);
    } else if (!this.dispatchEvent(new Event('end', { cancelable: true }))) {
      this.#changed(); // another playlist is loading
    } else {
      this.#begin(0);
    }
  }

  /** Near the end of a track, starts the next one on the other element. */
  #cross() {
    const left = this.#audio.duration - this.#audio.currentTime;
    const follows = this.#index + 1 < this.#tracks.length;
    if (!(this.crossfade > 0 && left > 0 && left <= this.crossfade && follows && this.#wanted) || this.#crossing) {
      return;
    }
    this.#leave(true);
    const before = this.#level;
    [this.#audio, this.#spare] = [this.#spare, this.#audio];
    const [rising, falling] = [this.#audio, this.#spare];
    this.#index++;
    rising.src = this.track.streamUrl;
    rising.volume = 0;
    const began = performance.now();
    this.#crossing = setInterval(() => {
      const share = Math.min((performance.now() - began) / (1000 * left), 1);
      rising.volume = this.#level * Math.sin(share * Math.PI / 2); // equal-power crossfade
      falling.volume = before * Math.cos(share * Math.PI / 2);
      if (share === 1) {
        this.#endCrossing();
      }
    }, 50);
    this.play();
  }

  #endCrossing() {
    if (this.#crossing) {
      clearInterval(this.#crossing);
      this.#crossing = null;
      this.#spare.pause();
      this.#spare.removeAttribute('src');
      this.#spare.load();
      this.#audio.volume = this.#level;
    }
  }

  #leave(finished) {
    const { track } = this;
    if (track && (finished || this.#audio.currentTime > 0)) {
      const seconds = Math.round(finished ? this.duration || 0 : this.#audio.currentTime);
      this.dispatchEvent(new CustomEvent('played', { detail: { track, seconds, finished } }));
    }
  }

  #skip() {
    const { track } = this;
    if (!track || this.#resume(track)) {
      return;
    }
    this.#failed.add(track.id);
    if (this.#failed.size >= this.#tracks.length) {
      this.#failed.clear();
      this.#wanted = false;
      this.#note('None of these tracks can be played. Check that the server is running, then press play.');
      this.#changed();
    } else {
      this.#note(`“${track.title}” cannot be played. Skipping to the next track.`);
      this.#begin((this.#index + 1) % this.#tracks.length, { start: this.#wanted });
    }
  }

  /** After a cut in the middle of a track, goes on from there; once for each place. */
  #resume(track) {
    const seconds = this.#audio.currentTime;
    if (seconds === 0 || (this.#resumed?.track === track && this.#resumed.seconds >= seconds)) {
      return false;
    }
    this.#resumed = { track, seconds };
    this.#audio.load();
    this.#audio.addEventListener('loadedmetadata', () => { this.#audio.currentTime = seconds; }, { once: true });
    if (this.#wanted) {
      this.play();
    }
    return true;
  }

  async #fadeOut(fade) {
    const steps = 12;
    for (let step = 1; step <= steps && this.#fade === fade; step++) {
      this.#audio.volume = this.#level * (1 - step / steps);
      await new Promise(resolve => setTimeout(resolve, fadeMs / steps));
    }
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }

  #note(message) {
    this.dispatchEvent(new CustomEvent('note', { detail: message }));
  }
}
