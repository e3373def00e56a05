/** The webcam: opened for as long as it is needed, and off for certain afterwards. */
const settle = 800;      // ms of preview before a single picture, so that exposure has settled
const patience = 10_000; // ms for the first frame

const named = (name, message) => Object.assign(new Error(message), { name });
const pause = ms => new Promise(resolve => setTimeout(resolve, ms));

export class Camera {
  #video;
  #stream = null;
  #turn = 0;
  #cancel = () => {};

  /** `lost` is called when a running camera is taken away: unplugged, or its permission withdrawn. */
  constructor(video, lost = () => {}) {
    this.#video = video;
    this.lost = lost;
  }

  get isOpen() {
    return this.#stream !== null;
  }

  /** Resolves when frames arrive; false when close() came first. Throws what sentences.js puts into words. */
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
      // Whoever answers the browser's question only now shall not be filmed.
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
      await Promise.race([this.#firstFrame(), pause(patience).then(() => {
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

  /** Gives the exposure its moment; true when the camera is still on after it. */
  async settled() {
    const turn = this.#turn;
    await pause(settle);
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
