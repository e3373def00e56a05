/**
 * Follows one face from frame to frame: at first the largest one, then the one nearest to where it was.
 *
 * Pure: the caller passes the time in milliseconds of any monotonic clock, and boxes in pixels of frames of one size.
 */
const searchMs = 1000; // between two frames that are searched as a whole
const lostMs = 1500;   // without the face, until another one is chosen

export class FaceTracker {
  #box = null;
  #seenAt = 0;
  #searchedAt = -Infinity;
  #missed = false;
  #others = [];

  /** Where the server looks for the face in the next frame; null: everywhere. */
  near(now) {
    if (this.#box !== null && !this.#missed && now - this.#searchedAt < searchMs) {
      return this.#box;
    }
    this.#searchedAt = now;
    return null;
  }

  /**
   * Takes the faces that were found, largest first; `near` is where they were looked for. Returns all faces with the followed
   * one first, and whether it was found: {faces, found}. A frame in which only it was looked for keeps the others.
   */
  update(found, near, now) {
    if (this.#box !== null && now - this.#seenAt > lostMs) {
      this.#box = null;
    }
    const followed = this.#box === null ? found[0] : nearest(found, this.#box);
    if (!near || found.length !== 1) {
      this.#others = found.filter(face => face !== followed);
    }
    this.#missed = !followed;
    if (followed) {
      this.#box = followed.box;
      this.#seenAt = now;
      return { faces: [followed, ...this.#others], found: true };
    }
    return { faces: this.#others, found: false };
  }
}

/** The face nearest to a box; undefined if all are further away than their size, and thus others. */
function nearest(faces, box) {
  const near = faces.filter(face => distance(face.box, box) <= Math.max(face.box.width, box.width));
  return near.sort((one, other) => distance(one.box, box) - distance(other.box, box))[0];
}

const distance = (one, other) => Math.hypot(
  one.x + one.width / 2 - other.x - other.width / 2,
  one.y + one.height / 2 - other.y - other.height / 2);
