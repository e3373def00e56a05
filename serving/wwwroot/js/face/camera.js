/** The webcam: open only while it is needed, and reliably closed afterwards. */
const exposureMs = 800;   // of preview before a single picture, for the automatic exposure
const timeoutMs = 10_000; // for the first frame

const named = (name, message) => Object.assign(new Error(message), { name });
const pause = ms => new Promise(resolve => setTimeout(resolve, ms));

export class Camera {
  #video;
  #stream = null;
  #turn = 0;
  #cancel = () => {};

  /** `lost` is called when a running camera is unplugged, or its permission revoked. */
  constructor(video, lost = () => {}) {
    this.#video = video;
    this.lost = lost;
  }

  get isOpen() {
    return this.#stream !== null;
  }

  /** Resolves when frames arrive; false if closed meanwhile. messages.js has a message for every error. */
  async open() {
    if (!globalThis.isSecureContext) {
      throw named('InsecureOriginError', 'not a secure context');
    }
    if (!navigator.mediaDevices?.getUserMedia) {
      throw named('NoCameraSupportError', 'no mediaDevices');
    }
    this.close();
    const turn = this.#turn;
    const cancelled = new Promise(resolve => { this.#cancel = () => resolve(null); });
    const asked = navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: 'user', width: { ideal: 640 }, height: { ideal: 480 } },
    });
    const stream = await Promise.race([asked, cancelled]);
    if (turn !== this.#turn) {
      // Permission was granted after close(): stop the camera at once.
      asked.then(late => late.getTracks().forEach(track => track.stop()), () => {});
      return false;
    }
    this.#stream = stream;
    stream.getVideoTracks()[0].addEventListener('ended', () => {
      if (stream === this.#stream) {
        this.close();
        this.lost();
      }
    });
    this.#video.srcObject = stream;
    try {
      await Promise.race([this.#firstFrame(), pause(timeoutMs).then(() => {
        throw named('NoPictureError', 'no frame came');
      })]);
    } catch (error) {
      if (turn !== this.#turn) {
        return false;
      }
      this.close();
      throw error;
    }
    return turn === this.#turn;
  }

  /** Waits for the exposure; true if the camera is still open afterwards. */
  async waitForExposure() {
    const turn = this.#turn;
    await pause(exposureMs);
    return turn === this.#turn;
  }

  close() {
    this.#turn++;
    this.#cancel();
    this.#stream?.getTracks().forEach(track => track.stop());
    this.#stream = null;
    this.#video.srcObject = null;
  }

  async #firstFrame() {
    const arrived = new Promise(resolve => {
      this.#video.addEventListener('loadeddata', resolve, { once: true });
    });
    await this.#video.play();
    if (this.#video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
      await arrived;
    }
  }
}
