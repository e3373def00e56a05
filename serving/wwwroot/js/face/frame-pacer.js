/**
 * Decides when live detection sends the next frame: at most ten a second, and never more than the server answers with a
 * little rest in between, so that one visitor does not take all of it.
 *
 * Pure: the caller passes times in milliseconds of any monotonic clock.
 */
const intervalMs = 100;
const restShare = 0.25; // of the usual time of an answer
const freshShare = 0.2; // of the newest answer in the average

export class FramePacer {
  #usual = null;

  /** The time to wait until the next frame, after one that was sent at `began` and answered at `ended`. */
  wait(began, ended) {
    const taken = ended - began;
    this.#usual = this.#usual === null ? taken : this.#usual + freshShare * (taken - this.#usual);
    return Math.max(intervalMs - taken, restShare * this.#usual);
  }
}
