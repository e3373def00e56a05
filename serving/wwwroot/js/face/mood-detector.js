import { ApiError, detectMood } from '../shared/api.js';
import { elements } from '../shared/elements.js';
import { adjectiveFor } from '../shared/emotions.js';
import { draw, drawFile, toFile } from './photo.js';
import { hideResult, isReadable, showResult } from './result-view.js';
import { cameraMessage, noFaceMessage, unreadableFaceMessage, unreadableFileMessage } from '../shared/messages.js';
import { showFaces, showStage } from './stage.js';
import { showStatus } from '../shared/status.js';

const controls = [elements.read, elements.live, elements.choose, elements.clear];
const maxBytes = 10 * 1024 * 1024; // the server's limit

/** Detects a mood from one camera picture, a photo, or live; one of them at a time. */
export class MoodDetector {
  #camera;
  #live = null; // loaded when it is first wanted
  #onMood;
  #busy = false;
  #liveEnded = Promise.resolve();

  /** `onMood` gets {emotion, confidence, playlist, absent, live} for every detected mood. */
  constructor(camera, onMood) {
    this.#camera = camera;
    this.#onMood = onMood;
    camera.lost = () => this.#cameraLost();
    elements.read.addEventListener('click', () => this.#detectPressed());
    elements.live.addEventListener('click', () => this.#livePressed());
    elements.clear.addEventListener('click', () => this.#clear());
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
        throw new ApiError(413, unreadableFileMessage);
      } else {
        showStage('idle'); // the browser cannot decode it; the server may, or reports why not
        this.#answered(await detectMood(file, { whole: false }), null);
      }
    });
  }

  async #detectPressed() {
    if (this.#busy) {
      this.#camera.close(); // "Cancel"
    } else {
      await this.#working(() => this.#detectFromCamera());
    }
  }

  async #detectFromCamera() {
    elements.read.disabled = false;
    elements.read.textContent = 'Cancel';
    showStatus('Opening the camera. Your browser may ask for permission.', { tone: 'busy' });
    const ready = await this.#camera.open() && await this.#faceReady();
    if (!ready) {
      showStage('idle');
      showStatus('The camera is off. Try again, or press a mood key.');
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
    showStatus('Look into the camera.', { tone: 'busy' });
    return this.#camera.waitForExposure();
  }

  /** Sends the picture on the stage; the same one again on a retry. */
  async #detectFromPicture(whole = false) {
    showStatus('Detecting your mood.', { tone: 'busy' });
    try {
      const file = await toFile(elements.picture);
      this.#answered(await detectMood(file, { whole }), elements.picture, whole);
    } catch (error) {
      this.#explain(error, () => this.#working(() => this.#detectFromPicture(whole)));
    }
  }

  #answered({ faces, hint, playlist }, picture, guess = false) {
    const size = picture && { width: picture.width, height: picture.height };
    if (faces.length === 0) {
      hideResult();
      this.#noFace();
      return;
    }
    const chosen = Math.max(0, faces.findIndex(isReadable));
    if (!this.#showFace(faces, chosen, size, guess)) {
      return;
    }
    const { emotion, confidence } = faces[chosen];
    const largest = chosen === 0 ? 'the largest' : 'the largest that can be read';
    const others = faces.length > 1 ? `Found ${faces.length} faces; using ${largest}. ` : '';
    const another = others && ' Press another box to use that face.';
    showStatus(`${others}You look ${adjectiveFor(emotion)}.${another}`);
    // The playlist in the answer is for the largest face.
    this.#onMood(chosen === 0 ? { emotion, confidence, playlist, absent: playlist ? null : hint } : { emotion, confidence });
  }

  /**
   * Shows the result of one face and the boxes of all; a press on another box selects that face. If the face cannot be read,
   * says why and returns false, unless a guess is wanted.
   */
  #showFace(faces, chosen, size, guess = false) {
    if (size) {
      showFaces(faces, size, { chosen, pick: index => this.#pick(faces, index, size) });
    }
    const face = faces[chosen];
    if (guess || isReadable(face)) {
      showResult(face);
      return true;
    }
    hideResult();
    showStatus(unreadableFaceMessage(face.quality.problems), {
      tone: 'error', label: 'Guess anyway', action: () => this.#pick(faces, chosen, size, true),
    });
    return false;
  }

  #pick(faces, index, size, guess = false) {
    if (this.#showFace(faces, index, size, guess)) {
      const { emotion, confidence } = faces[index];
      showStatus(`That face looks ${adjectiveFor(emotion)}.`);
      this.#onMood({ emotion, confidence });
    }
  }

  /** A photo of just a face may defeat the face finder. */
  #noFace() {
    if (elements.stage.dataset.mode === 'photo') {
      showStatus('No face found in this photo. Choose another one, or use the whole picture as a face.', {
        tone: 'error',
        label: 'Use the whole picture',
        action: () => this.#working(() => this.#detectFromPicture(true)),
      });
    } else {
      showStatus(noFaceMessage, { tone: 'error' });
    }
  }

  async #livePressed() {
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
    elements.live.textContent = 'Stop';
    elements.live.setAttribute('aria-pressed', 'true');
    elements.read.disabled = true;
    try {
      showStatus('Opening the camera. Your browser may ask for permission.', { tone: 'busy' });
      this.#live ??= new (await import('./live.js')).Live(this.#camera, this.#onMood);
      await this.#live.run();
      showStatus('Live and the camera are off. The music keeps playing.');
    } catch (error) {
      this.#explain(error, () => this.#livePressed());
    } finally {
      this.#camera.close();
      showStage('idle');
      elements.live.textContent = 'Live';
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
      elements.read.textContent = 'Detect my mood';
      controls.forEach(button => { button.disabled = false; });
    }
  }

  #explain(error, again) {
    if (error instanceof ApiError) {
      showStatus(error.message, { tone: 'error', action: [413, 415].includes(error.status) ? null : again });
    } else {
      showStatus(cameraMessage(error), { tone: 'error' });
    }
  }

  #cameraLost() {
    this.#live?.stop(Object.assign(new Error('the camera went away'), { name: 'NotFoundError' }));
  }

  #clear() {
    showStage('idle');
    hideResult();
    showStatus('Photo removed. It was not stored anywhere else.');
    elements.read.focus();
  }
}
