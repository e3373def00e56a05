/** Messages about errors, each with the next step. */
const otherwise = 'You can also use a photo or press a mood key.';

export const serverDownMessage = 'The server is not responding. Check that it is running and that you are online, '
  + 'then try again.';

export function statusMessage(status) {
  switch (status) {
    case 413: return 'This photo is too large for the server. Choose one under 10 MB.';
    case 415: return 'The server cannot read this file. Choose a JPEG, PNG, WebP or BMP photo.';
    case 429:
    case 503: return 'The server is busy. Wait a moment and try again.';
    case 502:
    case 504: return 'The music service is not responding. Try again in a moment.';
    default: return `Something went wrong (status ${status}). Try again.`;
  }
}

/** Messages for getUserMedia's exceptions, including those of older browsers. */
export function cameraMessage(error) {
  switch (error.name) {
    case 'InsecureOriginError':
      return 'Cameras only work on secure pages, and this one was loaded over plain http. Open it over https, '
        + `or at http://localhost on the server itself. ${otherwise}`;
    case 'NoCameraSupportError':
      return `This browser does not support cameras. Try another one. ${otherwise}`;
    case 'NotAllowedError':
    case 'PermissionDeniedError':
      return 'Camera access is blocked for this page. Allow it with the icon next to the address, then try again. '
        + otherwise;
    case 'SecurityError':
      return `The camera is disabled in the browser's or the device's settings. ${otherwise}`;
    case 'NotFoundError':
    case 'DevicesNotFoundError':
    case 'OverconstrainedError':
      return `No camera found. Connect one and try again. ${otherwise}`;
    case 'NotReadableError':
    case 'TrackStartError':
    case 'AbortError':
      return `The camera is busy: another program or tab may be using it. Close that and try again. ${otherwise}`;
    case 'NoPictureError':
      return `The camera sends no picture. Check that its cover is open, then try again. ${otherwise}`;
    default:
      return `The camera could not be opened (${error.name}). Try again. ${otherwise}`;
  }
}

export const noFaceMessage = 'No face found. Look straight into the camera, in good light, and move a little closer, '
  + 'then try again.';

const problems = {
  'too-small': 'too small to read. Move closer to the camera.',
  'too-dark': 'too dark to read. Turn on a light, or face a window.',
  'too-blurred': 'too blurred to read. Hold still, and wipe the lens.',
  'turned-away': 'turned away. Look into the camera.',
  covered: 'partly covered. Take off a mask or sunglasses, and move your hands away.',
};

/** Why a face is not read, by the first of its problems: {code, advice}. */
export function unreadableFaceMessage([{ code, advice }]) {
  return problems[code] ? `I can see a face, but it's ${problems[code]}` : `I can see a face, but can't read it. ${advice}`;
}

export const unreadableFileMessage = 'This file is over 10 MB, and your browser cannot resize it. '
  + 'Choose a smaller JPEG, PNG, WebP or BMP file.';

/** Turns a phrase of the server into a sentence. */
export const asSentence = phrase => `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}.`;
