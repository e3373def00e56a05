import { ApiError, readMood } from './api.js';
import { elements } from './elements.js';
import { lookOf } from './emotions.js';
import { Live } from './live.js';
import { draw, drawFile, toFile } from './photo.js';
import { hideReading, showReading } from './reading-view.js';
import { cameraSentence, noFaceSentence, unreadableFileSentence } from './sentences.js';
import { ovalSquare, showFaces, showOval, showStage } from './stage.js';
import { say } from './status.js';

const controls = [elements.read, elements.live, elements.choose, elements.clear];
const mostBytes = 10 * 1024 * 1024; // what the server takes

/** From a face to a mood: one picture of the camera, a photo, or live. One of them at a time. */
export class Reader {
  #camera;
  #live;
  #found;
  #press = null; // ends the wait for a face in the oval
  #busy = false;
  #liveEnded = Promise.resolve();
  hasFaceFinder = true;

  /** `found` gets {emotion, playlist, absent, live} for every mood that was read. */
  constructor(camera, found) {
    this.#camera = camera;
    this.#found = found;
    this.#live = new Live(camera, found);
    camera.lost = () => this.#cameraLost();
    elements.read.addEventListener('click', () => this.#readPressed());
    elements.live.addEventListener('click', () => this.#livePressed());
    elements.clear.addEventListener('click', () => this.#clear());
  }

  /** A person chose by hand; a live reading leaves that alone for a while. */
  chosen(mood) {
    this.#live.chosen(mood);
  }

  async readFile(file) {
    if (this.#busy) {
      return;
    }
    await this.#working(async () => {
      this.#live.stop();
      await this.#liveEnded;
      hideReading();
      if (await drawFile(file, elements.picture)) {
        showStage('photo');
        await this.#readPicture(null);
      } else if (file.size > mostBytes) {
        throw new ApiError(413, unreadableFileSentence);
      } else {
        showStage('idle'); // the browser cannot show it; the server may read it, or says why not
        this.#answered(await readMood(file, { whole: !this.hasFaceFinder }), null, null);
      }
    });
  }

  async #readPressed() {
    if (this.#press) {
      this.#press();
    } else if (this.#busy) {
      this.#camera.close(); // "Cancel"
    } else {
      await this.#working(() => this.#readCamera());
    }
  }

  async #readCamera() {
    elements.read.disabled = false;
    elements.read.textContent = 'Cancel';
    say('Opening the camera. Your browser may ask you first.', { tone: 'busy' });
    const ready = await this.#camera.open() && await this.#faceReady();
    if (!ready) {
      showStage('idle');
      say('The camera is off. Read again when you like, or press one of the seven keys.');
      return;
    }
    const size = draw(elements.video, elements.picture);
    const cut = this.hasFaceFinder ? null : ovalSquare(size);
    this.#camera.close();
    showStage('still');
    elements.read.disabled = true;
    await this.#readPicture(cut);
  }

  /** The moment to take the picture: when the exposure has settled, or the person says that the oval is filled. */
  async #faceReady() {
    showStage('camera');
    hideReading();
    if (this.hasFaceFinder) {
      say('Look into the camera.', { tone: 'busy' });
      return this.#camera.settled();
    }
    showOval(true);
    say('Put your face into the oval, from forehead to chin, then press “Read this face”.');
    elements.read.textContent = 'Read this face';
    await new Promise(resolve => { this.#press = resolve; });
    return this.#camera.isOpen;
  }

  /** Sends what the stage shows; the same picture again when the server was not there. */
  async #readPicture(cut, whole = !this.hasFaceFinder) {
    say('Reading your face.', { tone: 'busy' });
    try {
      const file = await toFile(elements.picture, cut);
      this.#answered(await readMood(file, { whole }), elements.picture, cut);
    } catch (error) {
      this.#explain(error, () => this.#working(() => this.#readPicture(cut, whole)));
    }
  }

  #answered({ faces, hint, playlist }, picture, cut) {
    const size = picture && { width: picture.width, height: picture.height };
    if (faces.length === 0) {
      hideReading();
      this.#noFace();
      return;
    }
    const placed = cut ? [{ ...faces[0], box: cut }] : faces;
    this.#showFace(placed, 0, size);
    const { emotion } = faces[0];
    const others = faces.length > 1 ? `${faces.length} faces were found; the largest one counts. ` : '';
    const another = others && ' Press the other box to read that one.';
    const closer = this.hasFaceFinder || cut ? '' : ' There is no face finder here: cut photos close around the face.';
    say(`${others}You look ${lookOf(emotion)}.${another}${closer}`);
    this.#found({ emotion, confidence: faces[0].confidence, playlist, absent: playlist ? null : hint });
  }

  /** The reading of one face, and the boxes of all; a press on another box reads that one instead. */
  #showFace(faces, chosen, size) {
    showReading(faces[chosen]);
    if (size) {
      const pick = index => {
        const { emotion, confidence } = faces[index];
        this.#showFace(faces, index, size);
        say(`That face looks ${lookOf(emotion)}.`);
        this.#found({ emotion, confidence });
      };
      showFaces(faces, size, { chosen, pick });
    }
  }

  /** A photo may be nothing but a face, which a face finder does not see as one. */
  #noFace() {
    if (elements.stage.dataset.mode === 'photo') {
      say('No face was found in this photo. Choose another one, or have the whole picture read as a face.', {
        tone: 'wrong',
        label: 'Read the whole picture',
        action: () => this.#working(() => this.#readPicture(null, true)),
      });
    } else {
      say(noFaceSentence, { tone: 'wrong' });
    }
  }

  async #livePressed() {
    if (this.#live.isOn) {
      this.#live.stop();
      return;
    }
    if (!this.#busy) {
      this.#liveEnded = this.#readLive();
      await this.#liveEnded;
    }
  }

  async #readLive() {
    elements.live.textContent = 'Stop';
    elements.live.setAttribute('aria-pressed', 'true');
    elements.read.disabled = true;
    try {
      say('Opening the camera. Your browser may ask you first.', { tone: 'busy' });
      await this.#live.run({ whole: !this.hasFaceFinder });
      say('Live is off, and so is the camera. The music plays on.');
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

  /** One piece of work at a time, with the controls as they were after it, however it ends. */
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
      this.#press = null;
      this.#busy = false;
      showOval(false);
      elements.stage.removeAttribute('aria-busy');
      elements.read.textContent = 'Read my mood';
      controls.forEach(button => { button.disabled = false; });
    }
  }

  #explain(error, again) {
    if (error instanceof ApiError) {
      say(error.message, { tone: 'wrong', action: [413, 415].includes(error.status) ? null : again });
    } else {
      say(cameraSentence(error), { tone: 'wrong' });
    }
  }

  #cameraLost() {
    this.#press?.();
    this.#live.stop(Object.assign(new Error('the camera went away'), { name: 'NotFoundError' }));
  }

  #clear() {
    showStage('idle');
    hideReading();
    say('The picture is gone from this page. It was kept nowhere else.');
    elements.read.focus();
  }
}
