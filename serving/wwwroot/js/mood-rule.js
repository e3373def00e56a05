/**
 * When a live reading may change the music.
 *
 * The scores are averaged exponentially by real time, so that one odd frame counts for little and the rate of frames
 * does not matter. Another mood takes over when its average has led by `lead` for `hold` seconds on end, and no sooner
 * than `rest` seconds after the last change. The first mood needs lead and hold only.
 *
 * Pure: time is handed in, in seconds of any steady clock. Nothing here knows of the page.
 */
export class MoodRule {
  #options;
  #average = null;
  #seenAt = 0;
  #leader = null;
  #ledSince = 0;
  #mood = null;
  #quietUntil = -Infinity;

  /**
   * halfLife: seconds after which a reading counts half.
   * lead: how far the leading average must be above that of the present mood (or, at first, of the second), 0 to 1.
   * hold: seconds for which it must lead. rest: seconds between two changes.
   * trust: seconds for which a mood chosen by hand is left alone.
   * forget: seconds without a face after which the average begins anew.
   */
  constructor({ halfLife = 1.5, lead = 0.12, hold = 1.5, rest = 12, trust = 60, forget = 4 } = {}) {
    this.#options = { halfLife, lead, hold, rest, trust, forget };
  }

  get mood() {
    return this.#mood;
  }

  /** One reading: scores by emotion, each 0 to 1. Answers the averaged scores, and whether the mood changed now. */
  see(scores, now) {
    const { halfLife, forget, hold, rest } = this.#options;
    const since = now - this.#seenAt;
    if (this.#average === null || since > forget) {
      this.#average = { ...scores };
      this.#leader = null;
    } else {
      const fresh = 1 - 0.5 ** (Math.max(0, since) / halfLife);
      for (const emotion of Object.keys(scores)) {
        const before = this.#average[emotion] ?? 0;
        this.#average[emotion] = before + fresh * (scores[emotion] - before);
      }
    }
    this.#seenAt = now;

    const leader = this.#clearLeader();
    if (leader !== this.#leader) {
      this.#leader = leader;
      this.#ledSince = now;
    }
    const ready = now - this.#ledSince >= hold && now >= this.#quietUntil;
    const changed = leader !== null && leader !== this.#mood && ready;
    if (changed) {
      this.#mood = leader;
      this.#quietUntil = now + rest;
    }
    return { scores: { ...this.#average }, mood: this.#mood, changed };
  }

  /** A person chose: their word stands for `trust` seconds. */
  choose(mood, now) {
    this.#mood = mood;
    this.#leader = null;
    this.#quietUntil = now + this.#options.trust;
  }

  /** The emotion that is above its rival by the margin, or null. */
  #clearLeader() {
    const ranked = Object.entries(this.#average).sort((one, other) => other[1] - one[1]);
    const [best, score] = ranked[0];
    const rival = this.#mood !== null && best !== this.#mood ? this.#average[this.#mood] ?? 0 : ranked[1]?.[1] ?? 0;
    return best === this.#mood || score - rival >= this.#options.lead ? best : null;
  }
}
