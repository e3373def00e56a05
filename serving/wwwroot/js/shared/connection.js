const everyMs = 4000;
const timeoutMs = 3000;
const delays = [1, 2, 4, 8, 15]; // s, while the server is away

/** Notices within five seconds that the server or the network is gone, and that it is back. */
export class Connection extends EventTarget {
  #isLost = false;
  #failures = 0;
  #isChecking = false;
  #timer;

  get isLost() { return this.#isLost; }

  start() {
    addEventListener('offline', () => this.#set(true));
    addEventListener('online', () => this.#check());
    addEventListener('unanswered', () => this.#check());
    document.addEventListener('visibilitychange', () => this.#next());
    this.#next();
  }

  #next() {
    clearTimeout(this.#timer);
    if (!document.hidden) {
      const wait = this.#isLost ? 1000 * delays[Math.min(this.#failures, delays.length - 1)] : everyMs - timeoutMs / 2;
      this.#timer = setTimeout(() => this.#check(), wait);
    }
  }

  async #check() {
    if (this.#isChecking) {
      return;
    }
    this.#isChecking = true;
    let answered = false;
    try {
      const answer = await fetch('health/live', { cache: 'no-store', signal: AbortSignal.timeout(timeoutMs) });
      answered = answer.status < 500;
    } catch {
      // counted below
    }
    this.#isChecking = false;
    this.#failures = answered ? 0 : this.#failures + 1;
    this.#set(!answered);
    this.#next();
  }

  #set(isLost) {
    if (isLost !== this.#isLost) {
      this.#isLost = isLost;
      this.dispatchEvent(new Event('change'));
    }
  }
}
