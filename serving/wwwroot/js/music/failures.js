const inARow = 5;
const movedSeconds = 0.5;

/**
 * Tracks that could not be played since music was last heard. A track counts as heard only when its time has moved: a
 * device without sound says "playing" too.
 */
export class Failures {
  #failed = new Set();
  #resumed = null; // where a cut stream was taken up again: { track, seconds }

  get count() { return this.#failed.size; }

  clear() {
    this.#failed.clear();
  }

  heard(seconds) {
    if (seconds >= movedSeconds) {
      this.clear();
    }
  }

  /** Whether a track that was cut at a second may go on from there: once for each place. */
  mayResume(track, seconds) {
    if (seconds === 0 || (this.#resumed?.track === track && seconds < this.#resumed.seconds + movedSeconds)) {
      return false;
    }
    this.#resumed = { track, seconds };
    return true;
  }

  /**
   * Counts a track of a queue, and returns the key of what to say when it is enough; else null. A track that was loaded and
   * yet fails has a device to blame, or its file, but not the server.
   */
  add(track, queueLength, isLoaded) {
    this.#failed.add(track.id);
    if (this.#failed.size >= queueLength) {
      return isLoaded ? 'player.no-sound' : 'player.none-plays';
    }
    return this.#failed.size >= inARow
      ? 'player.several-fail' : null;
  }
}
