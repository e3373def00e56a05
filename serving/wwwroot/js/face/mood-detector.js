import { ApiError, detectMood } from '../shared/api.js';
import { elements } from '../shared/elements.js';
import { Answer } from './answer.js';
import { Camera } from './camera.js';
import { draw, drawFile, toFile } from './photo.js';
import { hideResult } from './result-view.js';
import { say, t } from '../shared/i18n.js';
import { cameraMessage } from '../shared/messages.js';
import { showStage } from './stage.js';
import { showStatus } from '../shared/status.js';

const controls = [elements.read, elements.live, elements.choose, elements.clear];
const maxBytes = 10 * 1024 * 1024; // the server's limit

/** Detects a mood from one camera picture, a photo, or live; one of them at a time. */
export class MoodDetector {
  #camera;
  #live = null; // loaded when it is first wanted
  #onMood;
  #answer;
  #busy = false;
  #liveEnded = Promise.resolve();

  /** `onMood` gets {emotion, confidence, playlist, absent, live} for every detected mood. */
  constructor(onMood) {
    this.#camera = new Camera(elements.video, () => this.#cameraLost());
    this.#onMood = onMood;
    this.#answer = new Answer(onMood, () => this.#working(() => this.#detectFromPicture(true)));
  }

  /** Keeps a mood chosen by hand: live detection does not change it for a while. */
  override(mood) {
    this.#live?.override(mood);
  }

  async detectFromFile(file) {
    if (this.#busy) {
      return;
    }
    await this.#working(async () => {
      this.#live?.stop();
      await this.#liveEnded;
      hideResult();
      if (await drawFile(file, elements.picture)) {
        showStage('photo');
        await this.#detectFromPicture();
      } else if (file.size > maxBytes) {
        throw new ApiError(413, t('error.large-file'));
      } else {
        showStage('idle'); // the browser cannot decode it; the server may, or reports why not
        this.#answer.show(await detectMood(file, { whole: false }), null);
      }
    });
  }

  /** The button: detects a mood, or cancels that. */
  async detect() {
    if (this.#busy) {
      this.#camera.close(); // "Cancel"
    } else {
      await this.#working(() => this.#detectFromCamera());
    }
  }

  async #detectFromCamera() {
    elements.read.disabled = false;
    say(elements.read, 'cancel');
    showStatus(() => t('camera.opening'), { tone: 'busy' });
    const ready = await this.#camera.open() && await this.#faceReady();
    if (!ready) {
      showStage('idle');
      showStatus(() => t('camera.off'));
      return;
    }
    draw(elements.video, elements.picture);
    this.#camera.close();
    showStage('still');
    elements.read.disabled = true;
    await this.#detectFromPicture();
  }

  /** Waits for the exposure; false if the camera was closed meanwhile. */
  async #faceReady() {
    showStage('camera');
    hideResult();
    showStatus(() => t('camera.look'), { tone: 'busy' });
    return this.#camera.waitForExposure();
  }

  /** Sends the picture on the stage; the same one again on a retry. */
  async #detectFromPicture(whole = false) {
    showStatus(() => t('reading'), { tone: 'busy' });
    try {
      const file = await toFile(elements.picture);
      this.#answer.show(await detectMood(file, { whole }), elements.picture, whole);
    } catch (error) {
      this.#explain(error, () => this.#working(() => this.#detectFromPicture(whole)));
    }
  }

  /** The button: starts or stops. */
  async toggleLive() {
    if (this.#live?.isOn) {
      this.#live.stop();
      return;
    }
    if (!this.#busy && elements.live.ariaPressed !== 'true') {
      this.#liveEnded = this.#runLive();
      await this.#liveEnded;
    }
  }

  async #runLive() {
    say(elements.live, 'live.stop');
    elements.live.setAttribute('aria-pressed', 'true');
    elements.read.disabled = true;
    try {
      showStatus(() => t('camera.opening'), { tone: 'busy' });
      this.#live ??= new (await import('./live.js')).Live(this.#camera, this.#onMood);
      await this.#live.run();
      showStatus(() => t('live.off'));
    } catch (error) {
      this.#explain(error, () => this.toggleLive());
    } finally {
      this.#camera.close();
      showStage('idle');
      say(elements.live, 'live');
      elements.live.setAttribute('aria-pressed', 'false');
      elements.read.disabled = this.#busy;
    }
  }

  /** Runs one task at a time, and restores the controls however it ends. */
  async #working(work) {
    this.#busy = true;
    elements.stage.setAttribute('aria-busy', 'true');
    controls.forEach(button => { button.disabled = true; });
    try {
      await work();
    } catch (error) {
      this.#explain(error, null);
    } finally {
      this.#camera.close();
      if (elements.stage.dataset.mode === 'camera') {
        showStage('idle');
      }
      this.#busy = false;
      elements.stage.removeAttribute('aria-busy');
      say(elements.read, 'read');
      controls.forEach(button => { button.disabled = false; });
    }
  }

  #explain(error, again) {
    if (error instanceof ApiError) {
      showStatus(error.message, { tone: 'error', action: [413, 415].includes(error.status) ? null : again });
    } else {
      showStatus(() => cameraMessage(error), { tone: 'error' });
    }
  }

  #cameraLost() {
    this.#live?.stop(Object.assign(new Error('the camera went away'), { name: 'NotFoundError' }));
  }

  clear() {
    showStage('idle');
    hideResult();
    showStatus(() => t('camera.removed'));
    elements.read.focus();
  }
}
