import { readEmotions } from './api.js';
import { elements } from './elements.js';
import { lookOf } from './emotions.js';
import { MoodRule } from './mood-rule.js';
import { draw, liveSide, toFile } from './photo.js';
import { showReading } from './reading-view.js';
import { noFaceSentence } from './sentences.js';
import { ovalSquare, showFaces, showOval, showStage } from './stage.js';
import { say } from './status.js';

const interval = 333;             // ms between the beginnings of two requests
const absence = 1500;             // ms without a face until it is said
const waits = [1, 2, 4, 8];       // s before a server that does not answer is asked again

const following = 'Live: the music follows when a mood lasts a few seconds.';
const seconds = () => performance.now() / 1000;

/** The camera read about three times a second, never more than one request under way. */
export class Live {
  #camera;
  #found;
  #rule = null;
  #stop = null;
  #frame = document.createElement('canvas');
  #lastFace = 0;
  #failures = 0;

  constructor(camera, found) {
    this.#camera = camera;
    this.#found = found;
  }

  get isOn() {
    return this.#stop !== null;
  }

  /** Reads until stop(); throws why it could not go on. */
  async run({ whole }) {
    const stop = new AbortController();
    this.#stop = stop;
    this.#rule = new MoodRule();
    this.#failures = 0;
    this.#lastFace = performance.now();
    try {
      if (!await this.#camera.open()) {
        return;
      }
      showStage('camera');
      showOval(whole);
      say(whole ? `Keep your face in the oval. ${following}` : following);
      while (!stop.signal.aborted) {
        const began = performance.now();
        await shown(stop.signal);
        await this.#once(whole, stop.signal);
        await pause(interval - (performance.now() - began), stop.signal);
      }
    } catch (error) {
      if (!stop.signal.aborted) {
        throw error;
      }
    } finally {
      this.#stop = null;
      this.#rule = null;
    }
    if (stop.signal.reason instanceof Error && stop.signal.reason.name !== 'AbortError') {
      throw stop.signal.reason;
    }
  }

  stop(reason) {
    this.#stop?.abort(reason);
    if (this.#stop) {
      this.#camera.close();
    }
  }

  chosen(mood) {
    this.#rule?.choose(mood, seconds());
  }

  async #once(whole, signal) {
    const size = draw(elements.video, this.#frame, liveSide);
    const cut = whole ? ovalSquare(size) : null;
    const file = await toFile(this.#frame, cut);
    let answer;
    try {
      answer = await readEmotions(file, { whole, signal });
    } catch (error) {
      if (signal.aborted || (error.status !== 0 && error.status < 500)) {
        throw error;
      }
      const wait = error.retryAfter ?? waits[Math.min(this.#failures++, waits.length - 1)];
      showFaces([], null);
      say(`${error.message} Live goes on by itself as soon as it answers.`, { tone: 'wrong' });
      await pause(1000 * wait, signal);
      return;
    }
    if (signal.aborted) {
      return;
    }
    this.#failures = 0;
    this.#answered(answer, size, cut);
  }

  #answered({ faces }, size, cut) {
    const now = performance.now();
    showFaces(cut ? [] : faces, size);
    if (faces.length === 0) {
      if (now - this.#lastFace > absence) {
        say(noFaceSentence, { tone: 'wrong' });
      }
      return;
    }
    this.#lastFace = now;
    const [face] = faces;
    const { scores, mood, changed } = this.#rule.see(face.scores, seconds());
    const [emotion, confidence] = Object.entries(scores).sort((one, other) => other[1] - one[1])[0];
    showReading({ ...face, scores, emotion, confidence });
    if (changed) {
      say(`You look ${lookOf(mood)}: here is music for it.`);
      this.#found({ emotion: mood, live: true });
    } else if (faces.length > 1) {
      say(`Live: ${faces.length} faces; the largest one counts.`);
    } else if (elements.status.dataset.tone !== 'plain') {
      say(following);
    }
  }
}

/** Resolves after that time, or at once when stopped. */
function pause(ms, signal) {
  return new Promise(resolve => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const timer = setTimeout(done, Math.max(0, ms));
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}

/** A page in the background reads nothing: resolves when it is seen again. */
function shown(signal) {
  return new Promise(resolve => {
    const look = () => {
      if (!document.hidden || signal.aborted) {
        document.removeEventListener('visibilitychange', look);
        resolve();
      }
    };
    document.addEventListener('visibilitychange', look);
    signal.addEventListener('abort', look, { once: true });
    look();
  });
}
