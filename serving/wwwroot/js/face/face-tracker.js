/**
 * Follows one face from frame to frame: at first the largest one, then the one nearest to where it was.
 *
 * Pure: the caller passes the time in milliseconds of any monotonic clock, and boxes in pixels of frames of one size.
 */
const searchMs = 1000; // between two frames that are searched as a whole
const lostMs = 2000;   // without the face, until another one is chosen

export class FaceTracker {
  #box = null;
  #seenAt = 0;
  #searchedAt = -Infinity;
  #missed = false;

  /** Where the server looks for the face in the next frame; null: everywhere. */
  near(now) {
    const search = this.#box === null || this.#missed || now - this.#searchedAt >= searchMs;
    this.#searchedAt = search ? now : this.#searchedAt;
    return search ? null : this.#box;
  }

  /** The index of the followed face among those found, largest first; -1 if it is not among them. */
  choose(faces, now) {
    if (this.#box !== null && now - this.#seenAt > lostMs) {
      this.#box = null;
    }
    const index = this.#box === null ? 0 : this.#nearest(faces);
    const found = faces[index];
    this.#missed = !found;
    if (!found) {
      return -1;
    }
    this.#box = found.box;
    this.#seenAt = now;
    return index;
  }

  /** Faces further away than their size are others. */
  #nearest(faces) {
    const distances = faces.map(({ box }) => distance(box, this.#box) / Math.max(this.#box.width, box.width));
    const least = Math.min(...distances);
    return least <= 1 ? distances.indexOf(least) : -1;
  }
}

const distance = (one, other) => Math.hypot(
  one.x + one.width / 2 - other.x - other.width / 2,
  one.y + one.height / 2 - other.y - other.height / 2);
