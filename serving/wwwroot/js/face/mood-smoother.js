/**
 * Decides when live detection changes the music.
 *
 * Scores are smoothed by an exponential moving average over time, so that single frames count for little and the frame
 * rate does not matter. Another mood takes over when its average has led by `margin` for `hold` seconds, and no sooner
 * than `cooldown` seconds after the last change. The first mood needs margin and hold only.
 *
 * Pure: the caller passes the time, in seconds of any monotonic clock.
 */
export class MoodSmoother {
  #options;
  #average = null;
  #updatedAt = 0;
  #leader = null;
  #ledSince = 0;
  #mood = null;
  #lockedUntil = -Infinity;

  /**
   * halfLife: seconds after which a frame counts half.
   * margin: lead of the highest average over the current mood's (at first, over the second highest), 0 to 1.
   * hold: seconds for which it must lead. cooldown: seconds between two changes.
   * overrideTime: seconds for which a mood chosen by hand is kept.
   * resetAfter: seconds without a face after which the average starts afresh.
   */
  constructor({ halfLife = 1.5, margin = 0.12, hold = 1.5, cooldown = 12, overrideTime = 60, resetAfter = 4 } = {}) {
    this.#options = { halfLife, margin, hold, cooldown, overrideTime, resetAfter };
  }

  get mood() {
    return this.#mood;
  }

  /** Adds a frame: scores by emotion, each 0 to 1. Returns the smoothed scores, and whether the mood changed now. */
  update(scores, now) {
    const { halfLife, resetAfter, hold, cooldown } = this.#options;
    const since = now - this.#updatedAt;
    if (this.#average === null || since > resetAfter) {
      this.#average = { ...scores };
      this.#leader = null;
    } else {
      const fresh = 1 - 0.5 ** (Math.max(0, since) / halfLife);
      for (const emotion of Object.keys(scores)) {
        const before = this.#average[emotion] ?? 0;
        this.#average[emotion] = before + fresh * (scores[emotion] - before);
      }
    }
    this.#updatedAt = now;

    const leader = this.#clearLeader();
    if (leader !== this.#leader) {
      this.#leader = leader;
      this.#ledSince = now;
    }
    const ready = now - this.#ledSince >= hold && now >= this.#lockedUntil;
    const changed = leader !== null && leader !== this.#mood && ready;
    if (changed) {
      this.#mood = leader;
      this.#lockedUntil = now + cooldown;
    }
    return { scores: { ...this.#average }, mood: this.#mood, changed };
  }

  /** Sets a mood chosen by hand, for `overrideTime` seconds. */
  override(mood, now) {
    this.#mood = mood;
    this.#leader = null;
    this.#lockedUntil = now + this.#options.overrideTime;
  }

  /** The emotion that leads by the margin, or null. */
  #clearLeader() {
    const ranked = Object.entries(this.#average).sort((one, other) => other[1] - one[1]);
    const [best, score] = ranked[0];
    const rival = this.#mood !== null && best !== this.#mood ? this.#average[this.#mood] ?? 0 : ranked[1]?.[1] ?? 0;
    return best === this.#mood || score - rival >= this.#options.margin ? best : null;
  }
}
