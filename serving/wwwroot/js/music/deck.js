const stepMs = 50;
const leadMs = 15; // by which the next track starts early, about what an element needs to start

/**
 * Two audio elements, one of which is current. The other holds the next track, so that it follows without a gap, or fades
 * in over it. Events of the current one are passed on; `due` says that the next track has to start now.
 */
export class Deck extends EventTarget {
  #spare;
  #next = null;     // URL that the spare one holds
  #crossing = null;
  #starting = null;
  #level = 1;

  constructor(audio, spare = audio.cloneNode()) {
    super();
    this.audio = audio;
    this.#spare = spare;
    const events = ['ended', 'error', 'playing', 'timeupdate', 'pause', 'durationchange', 'waiting', 'volumechange', 'seeked'];
    for (const element of [audio, spare]) {
      for (const name of events) {
        element.addEventListener(name, () => this.#passOn(name, element));
      }
    }
  }

  /** Seconds until the end; NaN if unknown. */
  get left() { return this.audio.duration - this.audio.currentTime; }
  get isCrossing() { return this.#crossing !== null; }

  set level(level) {
    this.#level = level;
    if (!this.#crossing) {
      this.audio.volume = level;
    }
  }

  set muted(muted) {
    this.audio.muted = this.#spare.muted = muted;
  }

  /** Makes a URL the current one; at once, if it was prepared. */
  load(url) {
    this.endCrossing();
    if (this.#next === url && this.audio.ended) {
      this.#swap();
    } else {
      this.audio.src = url;
    }
    this.audio.volume = this.#level;
  }

  unload() {
    this.endCrossing();
    this.audio.removeAttribute('src');
    this.audio.load();
  }

  /** Loads the next track on the spare element. */
  prepare(url) {
    if (this.#next !== url && !this.#crossing) {
      this.#next = url;
      this.#spare.src = url;
      this.#spare.preload = 'auto';
    }
  }

  /** Says `due` just before the end of the current track, if the next one is ready. */
  schedule() {
    if (this.#starting || this.#spare.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) {
      return;
    }
    this.#starting = setTimeout(() => {
      this.#starting = null;
      if (!this.audio.paused && this.left < 0.1) {
        this.dispatchEvent(new Event('due'));
      }
    }, Math.max(0, 1000 * this.left - leadMs));
  }

  /** Starts the prepared track while the current one plays its last milliseconds. */
  follow() {
    this.#swap();
    this.audio.volume = this.#level;
  }

  /** Starts another track over the current one, and fades for that many seconds. */
  cross(url, seconds) {
    this.prepare(url);
    const before = this.audio.volume;
    this.#swap();
    const [rising, falling] = [this.audio, this.#spare];
    rising.volume = 0;
    const began = performance.now();
    this.#crossing = setInterval(() => {
      const share = Math.min((performance.now() - began) / (1000 * seconds), 1);
      rising.volume = this.#level * Math.sin(share * Math.PI / 2); // equal-power crossfade
      falling.volume = before * Math.cos(share * Math.PI / 2);
      if (share === 1) {
        this.endCrossing();
      }
    }, stepMs);
  }

  endCrossing() {
    if (this.#crossing) {
      clearInterval(this.#crossing);
      this.#crossing = null;
      this.#release(this.#spare);
      this.audio.volume = this.#level;
    }
  }

  #swap() {
    const { audio: old } = this;
    [this.audio, this.#spare] = [this.#spare, old];
    this.#next = null;
    if (old.ended) {
      this.#passOn('ended', old);
    }
  }

  #passOn(name, element) {
    if (element === this.audio) {
      this.dispatchEvent(new Event(name));
    } else if (name === 'ended' && element.isConnected && !this.#crossing) {
      element.replaceWith(this.audio); // the one in the page is the one that plays
    }
  }

  #release(element) {
    element.pause();
    element.removeAttribute('src');
    element.load();
  }
}
