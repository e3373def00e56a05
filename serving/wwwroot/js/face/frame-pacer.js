/**
 * Decides how long live detection rests between frames: ten a second if the server is fast, fewer if it is slow.
 *
 * Pure: the caller measures.
 */
const intervalMs = 100;   // between the starts of two frames, at least
const restShare = 0.25;   // of the usual time of a frame: what is left to other visitors
const newestShare = 0.2;  // of the newest frame in the average

export class FramePacer {
  #usual = null;

  /** The milliseconds to rest after a frame that took `taken` until its answer. */
  rest(taken) {
    this.#usual = this.#usual === null ? taken : this.#usual + newestShare * (taken - this.#usual);
    return Math.max(intervalMs - taken, restShare * this.#usual);
  }
}
