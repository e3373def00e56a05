/**
 * A list of tracks played one after the other. It knows two audio elements, one of which sounds except during a
 * crossfade, and nothing else of the page. Events: `change` whenever something to be shown changed; `note` with a
 * sentence in `detail`; `heard` with {track, seconds, finished} when a track was left; `end` after the last one.
 */
const restart = 3;    // s into a track after which "previous" goes to its beginning
const fadeTime = 600; // ms

export class Player extends EventTarget {
  #audio;
  #spare;
  #tracks = [];
  #index = -1;
  #silent = new Set(); // tracks that would not play, since one last did
  #wanted = false;     // whether a listener wants to hear something now
  #blocked = false;
  #volume = 0.8;
  #fade = null;
  #crossing = null;
  crossfade = 0;       // s
  repeats = false;     // whether it begins anew after the last track

  constructor(audio, spare = audio.cloneNode()) {
    super();
    this.#audio = audio;
    this.#spare = spare;
    for (const element of [audio, spare]) {
      element.volume = this.#volume;
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
    this.#tracks = [...tracks];
    this.#silent.clear();
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

  /** Another track of the list, by hand: what plays counts as skipped. */
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
    if (this.#audio.currentTime > restart) {
      this.seek(0);
    } else {
      this.#begin((this.#index + this.#tracks.length - 1) % this.#tracks.length);
    }
  }

  /** To that second, kept inside the track. */
  seek(seconds) {
    if (this.track && Number.isFinite(this.#audio.duration)) {
      this.#audio.currentTime = Math.min(Math.max(seconds, 0), this.#audio.duration);
    }
  }

  /** Another place in the list for a track; what plays goes on. */
  move(from, to) {
    if (from !== to && this.#tracks[from] && this.#tracks[to]) {
      const playing = this.track;
      this.#tracks.splice(to, 0, ...this.#tracks.splice(from, 1));
      this.#index = this.#tracks.indexOf(playing);
      this.#changed();
    }
  }

  /** Puts what follows into another order. */
  shuffle() {
    const rest = this.#tracks.splice(this.#index + 1);
    for (let last = rest.length - 1; last > 0; last--) {
      const other = Math.floor(Math.random() * (last + 1));
      [rest[last], rest[other]] = [rest[other], rest[last]];
    }
    this.#tracks.push(...rest);
    this.#changed();
  }

  /** Plays a track next; a list that was empty begins with it. */
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

  setVolume(volume) {
    this.#volume = Math.min(Math.max(volume, 0), 1);
    this.#audio.volume = this.#volume;
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
      this.#silent.clear();
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
      this.#changed(); // another list is on its way
    } else {
      this.#begin(0);
    }
  }

  /** Near its end a track gives way to the next, which begins on the other element. */
  #cross() {
    const left = this.#audio.duration - this.#audio.currentTime;
    const follows = this.#index + 1 < this.#tracks.length;
    if (!(this.crossfade > 0 && left > 0 && left <= this.crossfade && follows && this.#wanted) || this.#crossing) {
      return;
    }
    this.#leave(true);
    [this.#audio, this.#spare] = [this.#spare, this.#audio];
    const [rising, falling] = [this.#audio, this.#spare];
    this.#index++;
    rising.src = this.track.streamUrl;
    rising.volume = 0;
    const began = performance.now();
    this.#crossing = setInterval(() => {
      const share = Math.min((performance.now() - began) / (1000 * left), 1);
      rising.volume = this.#volume * Math.sin(share * Math.PI / 2); // equal power: as loud in the middle as at the ends
      falling.volume = this.#volume * Math.cos(share * Math.PI / 2);
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
      this.#audio.volume = this.#volume;
    }
  }

  #leave(finished) {
    const { track } = this;
    if (track && (finished || this.#audio.currentTime > 0)) {
      const seconds = Math.round(finished ? this.duration || 0 : this.#audio.currentTime);
      this.dispatchEvent(new CustomEvent('heard', { detail: { track, seconds, finished } }));
    }
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
      this.#begin((this.#index + 1) % this.#tracks.length, { start: this.#wanted });
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
