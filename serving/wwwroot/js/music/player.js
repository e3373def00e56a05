import { levelled } from './gain.js';
import { Playback } from './playback.js';

const restartAfter = 3; // s into a track after which "previous" restarts it
const fadeMs = 600;

/**
 * Plays a queue of tracks. It knows nothing else of the page. Events: `change` when the state changed; `note` with
 * {key, values, stuck} in `detail`; `played` with {track, seconds, finished} when a track ended or was skipped; `end` after the
 * last one.
 */
export class Player extends Playback {
  #fade = null;

  /** Replaces the queue after a fade-out. With `start` false it does not start to play. */
  async load(tracks, { start = true } = {}) {
    const fade = {};
    this.#fade = fade;
    if (!this.deck.audio.paused) {
      await this.#fadeOut(fade);
    }
    if (this.#fade !== fade) {
      return; // replaced again during the fade
    }
    this.#fade = null;
    this.list.replace(tracks);
    this.failures.clear();
    this.wanted = start && tracks.length > 0;
    if (tracks.length > 0) {
      this.begin(0, { start });
    } else {
      this.deck.unload();
      this.changed();
    }
  }

  /** Takes up a queue at a second of a track, paused. */
  restore(tracks, index, seconds) {
    this.list.replace(tracks, index);
    this.begin(index, { start: false });
    this.resumeAt = seconds;
    const { audio } = this.deck;
    audio.addEventListener('loadedmetadata', () => {
      if (this.resumeAt !== null) {
        audio.currentTime = seconds;
        this.resumeAt = null;
      }
    }, { once: true });
  }

  /** Plays another track of the queue; the current one counts as skipped. */
  select(index) {
    this.leave(false);
    this.begin(index);
  }

  next() {
    if (this.track) {
      this.select(this.list.beside(1));
    }
  }

  previous() {
    if (!this.track) {
      return;
    }
    if (this.elapsed > restartAfter) {
      this.seek(0);
    } else {
      this.begin(this.list.beside(-1));
    }
  }

  /** Seeks to that second, clamped to the track. */
  seek(seconds) {
    const { audio } = this.deck;
    if (this.track && Number.isFinite(audio.duration)) {
      audio.currentTime = Math.min(Math.max(seconds, 0), audio.duration);
    }
  }

  /** Changes the queue after the current track, which keeps playing: `edit(queue)`. */
  #edit(edit) {
    edit(this.list);
    if (this.list.index < 0 && this.list.tracks.length > 0) {
      this.begin(0);
    } else {
      this.changed();
    }
  }

  move(from, to) { this.#edit(queue => queue.move(from, to)); }
  moveTogether(tracks, from, to) { this.#edit(queue => queue.moveTogether(tracks, from, to)); }
  shuffle() { this.#edit(queue => queue.shuffle()); }

  /** Queues a track as the next one, and plays it if the queue was empty. */
  queue(track) { this.#edit(queue => queue.add(track)); }

  /** Adds a track at the end of the queue. */
  enqueue(track) { this.#edit(queue => queue.add(track, { last: true })); }

  /** Queues tracks as the next ones, or with `last` at the end, in their order. */
  queueAll(tracks, { last = false } = {}) {
    this.#edit(queue => (last ? tracks : tracks.toReversed()).forEach(track => queue.add(track, { last })));
  }

  /** Adds tracks that the queue does not have at its end. */
  append(tracks) { this.#edit(queue => queue.append(tracks)); }

  /** Removes a track; if it is the current one, the next one plays. */
  remove(track) {
    const at = this.tracks.indexOf(track);
    const isCurrent = at === this.index;
    if (at < 0) {
      return;
    }
    if (isCurrent) {
      this.leave(false);
    }
    this.list.remove(at);
    if (!isCurrent) {
      this.changed();
    } else if (this.tracks.length > 0) {
      this.begin(this.index % this.tracks.length, { start: this.wanted });
    } else {
      this.load([]);
    }
  }

  setVolume(volume) {
    this.loudness = Math.min(Math.max(volume, 0), 1);
    this.mute(false);
    this.level();
    this.changed();
  }

  mute(wanted = !this.isMuted) {
    this.deck.muted = wanted;
  }

  /** Lowers the volume to that share, 0 to 1, without changing the listener's setting. */
  fadeTo(share) {
    this.fadeShare = share;
    this.level();
  }

  async #fadeOut(fade) {
    const steps = 12;
    for (let step = 1; step <= steps && this.#fade === fade; step++) {
      this.deck.audio.volume = levelled(this.loudness, this.track?.gain) * (1 - step / steps);
      await new Promise(resolve => setTimeout(resolve, fadeMs / steps));
    }
  }
}
