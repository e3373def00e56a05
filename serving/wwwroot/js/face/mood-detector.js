import { ApiError, detectMood } from '../shared/api.js';
import { elements } from '../shared/elements.js';
import { adjectiveFor } from '../shared/emotions.js';
import { Live } from './live.js';
import { draw, drawFile, toFile } from './photo.js';
import { hideResult, isReadable, showResult } from './result-view.js';
import { cameraMessage, noFaceMessage, unreadableFaceMessage, unreadableFileMessage } from '../shared/messages.js';
import { ovalSquare, showFaces, showOval, showStage } from './stage.js';
import { showStatus } from '../shared/status.js';

const controls = [elements.read, elements.live, elements.choose, elements.clear];
const maxBytes = 10 * 1024 * 1024; // the server's limit

/** Detects a mood from one camera picture, a photo, or live; one of them at a time. */
export class MoodDetector {
  #camera;
  #live;
  #onMood;
  #takePicture = null; // ends the wait for a face in the oval
  #busy = false;
  #liveEnded = Promise.resolve();
  hasFaceFinder = true;

  /** `onMood` gets {emotion, confidence, playlist, absent, live} for every detected mood. */
  constructor(camera, onMood) {
    this.#camera = camera;
    this.#onMood = onMood;
    this.#live = new Live(camera, onMood);
    camera.lost = () => this.#cameraLost();
    elements.read.addEventListener('click', () => this.#detectPressed());
    elements.live.addEventListener('click', () => this.#livePressed());
    elements.clear.addEventListener('click', () => this.#clear());
  }

  /** Keeps a mood chosen by hand: live detection does not change it for a while. */
  override(mood) {
    this.#live.override(mood);
  }

  async detectFromFile(file) {
    if (this.#busy) {
      return;
    }
    await this.#working(async () => {
      this.#live.stop();
      await this.#liveEnded;
      hideResult();
      if (await drawFile(file, elements.picture)) {
        showStage('photo');
        await this.#detectFromPicture(null);
      } else if (file.size > maxBytes) {
        throw new ApiError(413, unreadableFileMessage);
      } else {
        showStage('idle'); // the browser cannot decode it; the server may, or reports why not
        this.#answered(await detectMood(file, { whole: !this.hasFaceFinder }), null, null);
      }
    });
  }

  async #detectPressed() {
    if (this.#takePicture) {
      this.#takePicture();
    } else if (this.#busy) {
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
    const size = draw(elements.video, elements.picture);
    const cut = this.hasFaceFinder ? null : ovalSquare(size);
    this.#camera.close();
    showStage('still');
    elements.read.disabled = true;
    await this.#detectFromPicture(cut);
  }

  /** Waits for the moment to take the picture: after the exposure, or when the person confirms the oval. */
  async #faceReady() {
    showStage('camera');
    hideResult();
    if (this.hasFaceFinder) {
      showStatus('Look into the camera.', { tone: 'busy' });
      return this.#camera.waitForExposure();
    }
    showOval(true);
    showStatus('Fit your face into the oval, from forehead to chin, then press “Use this picture”.');
    elements.read.textContent = 'Use this picture';
    await new Promise(resolve => { this.#takePicture = resolve; });
    return this.#camera.isOpen;
  }

  /** Sends the picture on the stage; the same one again on a retry. */
  async #detectFromPicture(cut, whole = !this.hasFaceFinder) {
    showStatus('Detecting your mood.', { tone: 'busy' });
    try {
      const file = await toFile(elements.picture, cut);
      this.#answered(await detectMood(file, { whole }), elements.picture, cut, whole);
    } catch (error) {
      this.#explain(error, () => this.#working(() => this.#detectFromPicture(cut, whole)));
    }
  }

  #answered({ faces, hint, playlist }, picture, cut, guess = false) {
    const size = picture && { width: picture.width, height: picture.height };
    if (faces.length === 0) {
      hideResult();
      this.#noFace();
      return;
    }
    const placed = cut ? [{ ...faces[0], box: cut }] : faces;
    const chosen = Math.max(0, placed.findIndex(isReadable));
    if (!this.#showFace(placed, chosen, size, guess)) {
      return;
    }
    const { emotion, confidence } = placed[chosen];
    const largest = chosen === 0 ? 'the largest' : 'the largest that can be read';
    const others = faces.length > 1 ? `Found ${faces.length} faces; using ${largest}. ` : '';
    const another = others && ' Press another box to use that face.';
    const closer = this.hasFaceFinder || cut ? '' : ' This server has no face finder: crop photos to the face.';
    showStatus(`${others}You look ${adjectiveFor(emotion)}.${another}${closer}`);
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
        action: () => this.#working(() => this.#detectFromPicture(null, true)),
      });
    } else {
      showStatus(noFaceMessage, { tone: 'error' });
    }
  }

  async #livePressed() {
    if (this.#live.isOn) {
      this.#live.stop();
      return;
    }
    if (!this.#busy) {
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
      await this.#live.run({ whole: !this.hasFaceFinder });
      showStatus('Live and the camera are off. The music keeps playing.');
    } catch (error) {
      this.#explain(error, () => this.#livePressed());
    } finally {
      this.#camera.close();
      showStage('idle');
      showOval(false);
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
      this.#takePicture = null;
      this.#busy = false;
      showOval(false);
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
    this.#takePicture?.();
    this.#live.stop(Object.assign(new Error('the camera went away'), { name: 'NotFoundError' }));
  }

  #clear() {
    showStage('idle');
    hideResult();
    showStatus('Photo removed. It was not stored anywhere else.');
    elements.read.focus();
  }
}
