const keptPlayed = 50; // tracks

/** The tracks to play and which one is current. Each track is in it once. */
export class Queue {
  tracks = [];
  index = -1;

  get track() { return this.tracks[this.index] ?? null; }
  get hasNext() { return this.index + 1 < this.tracks.length; }

  replace(tracks, index = tracks.length > 0 ? 0 : -1) {
    this.tracks = [...tracks];
    this.index = index;
  }

  /** The index that many tracks further, around the end. */
  beside(step) {
    return (this.index + this.tracks.length + step) % this.tracks.length;
  }

  /** Moves a track; the current one stays current. False if there is nothing to move. */
  move(from, to) {
    if (from === to || !this.tracks[from] || !this.tracks[to]) {
      return false;
    }
    const { track } = this;
    this.tracks.splice(to, 0, ...this.tracks.splice(from, 1));
    this.index = this.tracks.indexOf(track);
    return true;
  }

  /** Moves tracks together to where one of them is dropped; the current one stays current. */
  moveTogether(chosen, from, to) {
    const { track, tracks } = this;
    const [after, ids] = [to > from, new Set(chosen.map(each => each.id))];
    const others = after ? tracks.slice(to) : tracks.slice(0, to + 1).reverse();
    const target = others.find(each => !ids.has(each.id)); // beyond those that move
    if (target) {
      const rest = tracks.filter(each => !ids.has(each.id));
      rest.splice(rest.indexOf(target) + (after ? 1 : 0), 0, ...tracks.filter(each => ids.has(each.id)));
      this.tracks = rest;
      this.index = rest.indexOf(track);
    }
  }

  /** Shuffles the tracks after the current one. */
  shuffle() {
    const rest = this.tracks.splice(this.index + 1);
    for (let last = rest.length - 1; last > 0; last--) {
      const other = Math.floor(Math.random() * (last + 1));
      [rest[last], rest[other]] = [rest[other], rest[last]];
    }
    this.tracks.push(...rest);
  }

  /** Puts a track behind the current one, or with `last` at the end. */
  add(track, { last = false } = {}) {
    if (this.track?.id === track.id) {
      return;
    }
    const { track: current } = this;
    this.tracks = this.tracks.filter(other => other.id !== track.id);
    this.index = this.tracks.indexOf(current);
    this.tracks.splice(last ? this.tracks.length : this.index + 1, 0, track);
  }

  /** Adds the tracks that it does not have at its end; of those played, the last few stay. */
  append(tracks) {
    const known = new Set(this.tracks.map(track => track.id));
    this.tracks.push(...tracks.filter(track => !known.has(track.id)));
    const old = Math.max(0, this.index - keptPlayed);
    this.tracks.splice(0, old);
    this.index -= old;
  }

  /** Removes the track at an index. */
  remove(at) {
    this.tracks.splice(at, 1);
    this.index -= at < this.index ? 1 : 0;
  }
}
