import { detectEmotions } from '../shared/api.js';
import { elements } from '../shared/elements.js';
import { feelingOf } from '../shared/emotions.js';
import { t } from '../shared/i18n.js';
import { FaceTracker } from './face-tracker.js';
import { FramePacer } from './frame-pacer.js';
import { MoodSmoother } from './mood-smoother.js';
import { draw, liveMaxSide, toFile } from './photo.js';
import { hideResult, isReadable, showResult } from './result-view.js';
import { unreadableFaceMessage } from '../shared/messages.js';
import { showFaces, showStage } from './stage.js';
import { showStatus } from '../shared/status.js';

const absenceMs = 1500;           // without a readable face, until a message is shown
const retryDelays = [1, 2, 4, 8]; // s, while the server is down

const liveHint = () => t('live.hint');
const seconds = () => performance.now() / 1000;

/** Detects the mood of one face up to ten times per second, with at most one request in flight. */
export class Live {
  #camera;
  #onMood;
  #smoother = null;
  #tracker = null;
  #stop = null;
  #frame = document.createElement('canvas');
  #readAt = 0;
  #failures = 0;

  constructor(camera, onMood) {
    this.#camera = camera;
    this.#onMood = onMood;
  }

  get isOn() {
    return this.#stop !== null;
  }

  /** Runs until stop(); throws the error that ended it. */
  async run() {
    const stop = new AbortController();
    this.#stop = stop;
    this.#smoother = new MoodSmoother();
    this.#failures = 0;
    this.#readAt = performance.now();
    this.#tracker = new FaceTracker();
    const pacer = new FramePacer();
    try {
      if (!await this.#camera.open()) {
        return;
      }
      showStage('camera');
      showStatus(liveHint);
      while (!stop.signal.aborted) {
        await visible(stop.signal);
        const began = performance.now();
        if (await this.#once(stop.signal)) {
          await pause(pacer.rest(performance.now() - began), stop.signal);
        }
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

  /** Sends one frame; false if it was not answered. */
  async #once(signal) {
    const { width } = this.#frame;
    const size = draw(elements.video, this.#frame, liveMaxSide);
    if (size.width !== width) {
      this.#tracker = new FaceTracker(); // the device was turned
    }
    const near = this.#tracker.near(performance.now());
    const file = await toFile(this.#frame);
    let answer;
    try {
      answer = await detectEmotions(file, { near, signal });
    } catch (error) {
      if (signal.aborted || (error.status !== 0 && error.status < 500)) {
        throw error;
      }
      const wait = error.retryAfter ?? retryDelays[Math.min(this.#failures++, retryDelays.length - 1)];
      showFaces([], null);
      showStatus(() => t('live.resumes', { message: error.message }), { tone: 'error' });
      await pause(1000 * wait, signal);
      return false;
    }
    if (signal.aborted) {
      return false;
    }
    this.#failures = 0;
    this.#answered(this.#tracker.update(answer.faces, near, performance.now()), size);
    return true;
  }

  #answered({ faces, found }, size) {
    const now = performance.now();
    showFaces(faces, size, { chosen: found ? 0 : -1 });
    const [face] = faces;
    if (!found || !isReadable(face)) {
      if (now - this.#readAt > absenceMs) {
        hideResult();
        showStatus(() => (found ? unreadableFaceMessage(face.quality.problems) : t('face.none')), { tone: 'error' });
      }
      return;
    }
    this.#readAt = now;
    const { scores, mood, changed } = this.#smoother.update(face.scores, seconds());
    const [emotion, confidence] = Object.entries(scores).sort((one, other) => other[1] - one[1])[0];
    showResult({ ...face, scores, emotion, confidence, live: true });
    if (changed) {
      showStatus(() => t('live.look', { feeling: feelingOf(mood) }));
      this.#onMood({ emotion: mood, live: true });
    } else if (faces.length > 1) {
      showStatus(() => t('live.faces', { count: faces.length }));
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
