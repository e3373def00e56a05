const pageSize = 100;
const ahead = '800px';

/** A long list that is fetched page by page, as its end comes near on the screen. */
export class Pages {
  #watch;
  #end = document.createElement('div');
  #running = null; // AbortController
  #source = null;
  #isComplete = true;

  all = [];

  /** `panel` scrolls. */
  constructor(panel) {
    this.#watch = new IntersectionObserver(
      entries => entries.some(entry => entry.isIntersecting) && this.#next(), { root: panel, rootMargin: ahead });
    panel.querySelector('.shelf').append(this.#end);
  }

  /** `get({ skip, take }, signal)`; `show(all)` after each page, `done(all)` after the first one, `failed(error)`. */
  start(source) {
    this.stop();
    this.#source = source;
    this.#isComplete = false;
    this.all = [];
    this.#next();
  }

  stop() {
    this.#running?.abort();
    this.#running = null;
    this.#isComplete = true;
    this.#watch.disconnect();
  }

  /** Stops; the result resumes with what was fetched. */
  leave() {
    const [source, all, isComplete] = [this.#source, this.all, this.#isComplete];
    this.stop();
    return () => {
      this.stop();
      [this.#source, this.all, this.#isComplete] = [source, all, isComplete];
      this.#goOn();
    };
  }

  async #next() {
    if (this.#isComplete || this.#running) {
      return;
    }
    const running = this.#running = new AbortController();
    const [source, isFirst] = [this.#source, this.all.length === 0];
    try {
      const page = await source.get({ skip: this.all.length, take: pageSize }, running.signal);
      if (running.signal.aborted) {
        return;
      }
      this.all.push(...page);
      this.#isComplete = page.length < pageSize;
      source.show(this.all);
      if (isFirst) {
        source.done(this.all);
      }
    } catch (error) {
      if (!running.signal.aborted) {
        this.#isComplete = true;
        source.failed(error);
      }
      return;
    } finally {
      if (this.#running === running) {
        this.#running = null;
      }
    }
    this.#goOn();
  }

  #goOn() {
    this.#watch.disconnect(); // so that an end that is still near is seen again
    if (!this.#isComplete) {
      this.#watch.observe(this.#end);
    }
  }
}
