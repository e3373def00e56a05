const name = 'emomusic-playing';

/**
 * Only one tab plays. A tab that plays holds a lock, which ends with it even in a crash; the others learn of it by a
 * message, and wait for the lock to be free.
 */
export class Tabs extends EventTarget {
  #channel = 'BroadcastChannel' in globalThis && navigator.locks ? new BroadcastChannel(name) : null;
  #release = null;
  #isElsewhere = false;
  isReady = false; // whether it is known if another tab plays; `ready` resolves then

  constructor() {
    super();
    this.#channel?.addEventListener('message', ({ data }) => {
      if (data === 'playing') {
        this.#elsewhere();
      }
    });
    this.ready = this.#look().finally(() => { this.isReady = true; });
  }

  /** Whether another tab plays; `change` says so. */
  get isElsewhere() { return this.#isElsewhere; }

  /** This tab plays from now on; another one that does stops. */
  claim() {
    this.#isElsewhere = false;
    if (!this.#channel || this.#release) {
      return;
    }
    const held = new Promise(resolve => { this.#release = resolve; });
    navigator.locks.request(name, () => held);
    this.#tell();
  }

  /** Only when the lock is asked for: who hears it earlier gets the lock first, and takes it for free. */
  async #tell() {
    await navigator.locks.query(); // answered after the request
    if (this.#release) {
      this.#channel.postMessage('playing');
    }
  }

  release() {
    this.#release?.();
    this.#release = null;
  }

  async #look() {
    if (!this.#channel) {
      return;
    }
    let held;
    try {
      ({ held } = await navigator.locks.query());
    } catch { // a browser that lets pages keep nothing refuses locks, too: each tab plays for itself
      this.#channel.close();
      this.#channel = null;
      return;
    }
    if (held.some(lock => lock.name === name) && !this.#release) {
      this.#elsewhere();
    }
  }

  #elsewhere() {
    this.release();
    this.#isElsewhere = true;
    this.dispatchEvent(new Event('change'));
    navigator.locks.request(name, { mode: 'shared' }, () => {
      if (this.#isElsewhere) {
        this.#isElsewhere = false;
        this.dispatchEvent(new Event('change'));
      }
    });
  }
}

/** Keeps the player silent while another tab plays, and offers to take over. */
export function bindTabs(player, notice) {
  const tabs = new Tabs();
  let asked = false;
  player.mayPlay = () => {
    if (!tabs.isReady) {
      tabs.ready.then(() => player.play());
      return false;
    }
    if (!tabs.isElsewhere) {
      tabs.claim();
      return true;
    }
    asked = true;
    show();
    return false;
  };
  const show = () => notice(tabs.isElsewhere && asked ? 'player.elsewhere' : null, () => {
    tabs.claim();
    show();
    player.play();
  });
  tabs.addEventListener('change', () => {
    if (tabs.isElsewhere && player.isWanted) {
      asked = true;
      player.pause();
    }
    show();
  });
  player.addEventListener('change', () => {
    if (!player.isWanted) {
      tabs.release();
    }
  });
}
