/**
 * A list of tracks played one after the other and round again. It knows an audio element and nothing else of the page.
 * Events: `change` whenever something to be shown changed; `note` with a sentence in `detail`.
 */
const restart = 3;    // s into a track after which "previous" goes to its beginning
const fadeTime = 600; // ms

export class Player extends EventTarget {
  #audio;
  #tracks = [];
  #index = -1;
  #silent = new Set(); // tracks that would not play, since one last did
  #wanted = false;     // whether a listener wants to hear something now
  #blocked = false;
  #volume = 0.8;
  #fade = null;

  constructor(audio) {
    super();
    this.#audio = audio;
    audio.volume = this.#volume;
    audio.addEventListener('ended', () => this.next());
    audio.addEventListener('error', () => this.#skip());
    audio.addEventListener('playing', () => {
      this.#silent.clear();
      this.#changed();
    });
    for (const event of ['pause', 'timeupdate', 'durationchange', 'waiting', 'volumechange', 'seeked']) {
      audio.addEventListener(event, () => this.#changed());
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

  /** Seconds; the file's own once it is known. */
  get duration() {
    return Number.isFinite(this.#audio.duration) ? this.#audio.duration : this.track?.durationSeconds ?? NaN;
  }

  /** Takes another list; what plays fades out first. `start` false leaves it silent. */
  async load(tracks, { start = true } = {}) {
    const fade = {};
    this.#fade = fade;
    if (!this.#audio.paused) {
      await this.#fadeOut(fade);
    }
    if (this.#fade !== fade) {
      return; // another list came during the fade
    }
    this.#fade = null;
    this.#audio.volume = this.#volume;
    this.#tracks = tracks;
    this.#silent.clear();
    this.#wanted = start;
    if (tracks.length > 0) {
      this.select(0, { start });
    } else {
      this.#index = -1;
      this.#wanted = false;
      this.#audio.removeAttribute('src');
      this.#audio.load();
      this.#changed();
    }
  }

  select(index, { start = true } = {}) {
    this.#index = index;
    this.#audio.src = this.track.streamUrl;
    if (start) {
      this.play();
    } else {
      this.#changed();
    }
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
      // AbortError: another track was chosen meanwhile. A file that will not play comes as an `error` event.
      if (error.name === 'NotAllowedError') {
        this.#blocked = true;
        this.#wanted = false;
      }
    }
    this.#changed();
  }

  pause() {
    this.#wanted = false;
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
    if (this.#audio.currentTime > restart) {
      this.seek(0);
    } else {
      this.select((this.#index + this.#tracks.length - 1) % this.#tracks.length);
    }
  }

  /** To that second, kept inside the track. */
  seek(seconds) {
    if (this.track && Number.isFinite(this.#audio.duration)) {
      this.#audio.currentTime = Math.min(Math.max(seconds, 0), this.#audio.duration);
    }
  }

  setVolume(volume) {
    this.#volume = Math.min(Math.max(volume, 0), 1);
    this.#audio.volume = this.#volume;
    this.#audio.muted = false;
    this.#changed();
  }

  mute(wanted = !this.#audio.muted) {
    this.#audio.muted = wanted;
  }

  #skip() {
    const { track } = this;
    if (!track) {
      return;
    }
    this.#silent.add(track.id);
    if (this.#silent.size >= this.#tracks.length) {
      this.#silent.clear();
      this.#wanted = false;
      this.#note('None of these tracks will play. Look whether the server still runs, then press play.');
      this.#changed();
    } else {
      this.#note(`“${track.title}” will not play, so the next one follows.`);
      this.select((this.#index + 1) % this.#tracks.length, { start: this.#wanted });
    }
  }

  async #fadeOut(fade) {
    const steps = 12;
    for (let step = 1; step <= steps && this.#fade === fade; step++) {
      this.#audio.volume = this.#volume * (1 - step / steps);
      await new Promise(resolve => setTimeout(resolve, fadeTime / steps));
    }
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }

  #note(sentence) {
    this.dispatchEvent(new CustomEvent('note', { detail: sentence }));
  }
}
