import { Deck } from './deck.js';
import { Failures } from './failures.js';
import { levelled } from './gain.js';
import { Queue } from './queue.js';

const prepareBefore = 30;   // s before the end, when the next track is loaded
const scheduleBefore = 0.7; // s, when its start is planned
const skipDelayMs = 1000;   // after the first track that fails

/**
 * Plays one track after the other: prepares the next one, lets it follow or cross, and skips what cannot be played. Player
 * adds what a listener does.
 */
export class Playback extends EventTarget {
  deck;
  list = new Queue();
  failures = new Failures();
  wanted = false;      // whether the listener wants music now
  blocked = false;     // by the browser, until the listener presses something
  loudness = 0.8;      // as the listener set it
  fadeShare = 1;       // of the volume, while it fades
  crossfade = 0;       // s
  resumeAt = null;     // s, where a session goes on, until the file is known
  repeats = false;     // whether the queue repeats
  mayPlay = () => true; // asked before each start

  constructor(audio) {
    super();
    this.deck = new Deck(audio);
    this.level();
    const when = (event, act) => this.deck.addEventListener(event, act);
    when('ended', () => this.#ended());
    when('due', () => this.#follow());
    when('error', () => this.#fails());
    when('timeupdate', () => this.#timeMoved());
    ['playing', 'pause', 'timeupdate', 'durationchange', 'waiting', 'volumechange', 'seeked'].forEach(
      event => when(event, () => this.changed()));
  }

  get tracks() { return this.list.tracks; }
  get index() { return this.list.index; }
  get track() { return this.list.track; }
  get isWanted() { return this.wanted; }
  get isBlocked() { return this.blocked; }
  get elapsed() { return this.resumeAt ?? this.deck.audio.currentTime; }
  get volume() { return this.loudness; }
  get isMuted() { return this.deck.audio.muted; }

  /** Seconds, from the file once it is known. */
  get duration() {
    const { duration } = this.deck.audio;
    return Number.isFinite(duration) ? duration : this.track?.durationSeconds ?? NaN;
  }

  async play() {
    if (!this.track) {
      return;
    }
    if (!this.mayPlay()) {
      this.wanted = false;
      this.changed();
      return;
    }
    this.wanted = true;
    this.changed();
    const { audio } = this.deck;
    try {
      if (audio.error) {
        audio.load();
      }
      await audio.play();
      this.blocked = false;
    } catch (error) {
      // AbortError: another track was chosen meanwhile. A file that cannot be played fires an `error` event.
      if (error.name === 'NotAllowedError') {
        this.blocked = true;
        this.wanted = false;
      }
    }
    this.changed();
  }

  pause() {
    this.wanted = false;
    this.deck.endCrossing();
    this.deck.audio.pause();
    this.changed();
  }

  toggle() {
    return this.wanted ? this.pause() : this.play();
  }

  level() {
    this.deck.level = levelled(this.loudness, this.track?.gain) * this.fadeShare;
  }

  begin(index, { start = true } = {}) {
    this.resumeAt = null;
    this.list.index = index;
    this.level();
    this.deck.load(this.track.streamUrl);
    if (start) {
      this.play();
    } else {
      this.changed();
    }
  }

  #ended() {
    this.leave(true);
    if (this.list.hasNext || this.repeats) {
      this.begin(this.list.beside(1));
    } else if (!this.dispatchEvent(new Event('end', { cancelable: true }))) {
      this.changed(); // another playlist is loading
    } else {
      this.wanted = false;
      this.begin(0, { start: false });
    }
  }

  /** Loads the next track in time, and lets it follow without a gap or crossfade. */
  #timeMoved() {
    this.failures.heard(this.elapsed);
    const { left, isCrossing } = this.deck;
    if (!this.wanted || isCrossing || !(left <= prepareBefore) || !this.list.hasNext) {
      return;
    }
    this.deck.prepare(this.tracks[this.index + 1].streamUrl);
    if (this.crossfade > 0 && left <= this.crossfade && left > 0) {
      this.leave(true);
      this.list.index++;
      this.level();
      this.deck.cross(this.track.streamUrl, left);
      this.play();
    } else if (this.crossfade === 0 && left <= scheduleBefore) {
      this.deck.schedule();
    }
  }

  #follow() {
    if (this.wanted && this.list.hasNext) {
      this.leave(true);
      this.list.index++;
      this.level();
      this.deck.follow();
      this.play();
    }
  }

  leave(finished) {
    const { track } = this;
    if (track && (finished || this.elapsed > 0)) {
      const seconds = Math.round(finished ? this.duration || 0 : this.elapsed);
      this.dispatchEvent(new CustomEvent('played', { detail: { track, seconds, finished } }));
    }
  }

  #fails() {
    const { track } = this;
    if (!track || this.#resume(track)) {
      return;
    }
    const { readyState, HAVE_METADATA } = this.deck.audio;
    const enough = this.failures.add(track, this.tracks.length, readyState >= HAVE_METADATA);
    if (enough) {
      this.failures.clear();
      this.pause(); // without a sound device, Firefox goes on in silence after the error
      this.#note(enough, { stuck: true });
      return;
    }
    this.#note('player.skipping', { values: { title: track.title } });
    const skip = () => track === this.track && this.begin(this.list.beside(1), { start: this.wanted });
    setTimeout(skip, this.failures.count > 1 ? skipDelayMs : 0);
  }

  /** After a cut in the middle of a track, goes on from there. */
  #resume(track) {
    const { audio } = this.deck;
    const seconds = audio.currentTime;
    if (!this.failures.mayResume(track, seconds)) {
      return false;
    }
    audio.load();
    audio.addEventListener('loadedmetadata', () => { audio.currentTime = seconds; }, { once: true });
    if (this.wanted) {
      this.play();
    }
    return true;
  }

  changed() {
    this.dispatchEvent(new Event('change'));
  }

  #note(key, { values = {}, stuck = false } = {}) {
    this.dispatchEvent(new CustomEvent('note', { detail: { key, values, stuck } }));
  }
}
