import { detectEmotions } from '../shared/api.js';
import { elements } from '../shared/elements.js';
import { adjectiveFor } from '../shared/emotions.js';
import { MoodSmoother } from './mood-smoother.js';
import { draw, liveMaxSide, toFile } from './photo.js';
import { showResult } from './result-view.js';
import { noFaceMessage } from '../shared/messages.js';
import { ovalSquare, showFaces, showOval, showStage } from './stage.js';
import { showStatus } from '../shared/status.js';

const intervalMs = 333;           // between the starts of two requests
const absenceMs = 1500;           // without a face, until a message is shown
const retryDelays = [1, 2, 4, 8]; // s, while the server is down

const liveHint = 'Live: the music changes when a mood lasts a few seconds.';
const seconds = () => performance.now() / 1000;

/** Detects the mood about three times per second, with at most one request in flight. */
export class Live {
  #camera;
  #onMood;
  #smoother = null;
  #stop = null;
  #frame = document.createElement('canvas');
  #lastFace = 0;
  #failures = 0;

  constructor(camera, onMood) {
    this.#camera = camera;
    this.#onMood = onMood;
  }

  get isOn() {
    return this.#stop !== null;
  }

  /** Runs until stop(); throws the error that ended it. */
  async run({ whole }) {
    const stop = new AbortController();
    this.#stop = stop;
    this.#smoother = new MoodSmoother();
    this.#failures = 0;
    this.#lastFace = performance.now();
    try {
      if (!await this.#camera.open()) {
        return;
      }
      showStage('camera');
      showOval(whole);
      showStatus(whole ? `Keep your face in the oval. ${liveHint}` : liveHint);
      while (!stop.signal.aborted) {
        const began = performance.now();
        await visible(stop.signal);
        await this.#once(whole, stop.signal);
        await pause(intervalMs - (performance.now() - began), stop.signal);
      }
    } catch (error) {
      if (!stop.signal.aborted) {
        throw error;
      }
    } finally {
      this.#stop = null;
      this.#smoother = null;
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

  override(mood) {
    this.#smoother?.override(mood, seconds());
  }

  async #once(whole, signal) {
    const size = draw(elements.video, this.#frame, liveMaxSide);
    const cut = whole ? ovalSquare(size) : null;
    const file = await toFile(this.#frame, cut);
    let answer;
    try {
      answer = await detectEmotions(file, { whole, signal });
    } catch (error) {
      if (signal.aborted || (error.status !== 0 && error.status < 500)) {
        throw error;
      }
      const wait = error.retryAfter ?? retryDelays[Math.min(this.#failures++, retryDelays.length - 1)];
      showFaces([], null);
      showStatus(`${error.message} Live will resume automatically.`, { tone: 'error' });
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
      if (now - this.#lastFace > absenceMs) {
        showStatus(noFaceMessage, { tone: 'error' });
      }
      return;
    }
    this.#lastFace = now;
    const [face] = faces;
    const { scores, mood, changed } = this.#smoother.update(face.scores, seconds());
    const [emotion, confidence] = Object.entries(scores).sort((one, other) => other[1] - one[1])[0];
    showResult({ ...face, scores, emotion, confidence });
    if (changed) {
      showStatus(`You look ${adjectiveFor(mood)}. Here is music for that.`);
      this.#onMood({ emotion: mood, live: true });
    } else if (faces.length > 1) {
      showStatus(`Live: ${faces.length} faces; using the largest.`);
    } else if (elements.status.dataset.tone !== 'plain') {
      showStatus(liveHint);
    }
  }
}

/** Resolves after that time, or at once when aborted. */
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

/** A page in the background pauses: resolves when it is visible again. */
function visible(signal) {
  return new Promise(resolve => {
    const check = () => {
      if (!document.hidden || signal.aborted) {
        document.removeEventListener('visibilitychange', check);
        resolve();
      }
    };
    document.addEventListener('visibilitychange', check);
    signal.addEventListener('abort', check, { once: true });
    check();
  });
}
