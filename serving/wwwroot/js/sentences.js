/** What went wrong, as a sentence with the next step. Nothing here touches the page. */
const otherwise = 'Or use a photo, or press one of the seven keys.';

export const goneSentence = 'The server does not answer. See that it still runs and that you are online, '
  + 'then try again.';

export function statusSentence(status) {
  switch (status) {
    case 413: return 'This photo is too large for the server. Choose one under 10 MB.';
    case 415: return 'This is not a photo that the server can read. Choose a JPEG, PNG, WebP or BMP file.';
    case 429:
    case 503: return 'The server is busy. Wait a moment and try again.';
    case 502:
    case 504: return 'The music service does not answer. Try again in a moment.';
    default: return `The server could not do that (status ${status}). Try again.`;
  }
}

/** getUserMedia's exceptions by name, those of older browsers too. */
export function cameraSentence(error) {
  switch (error.name) {
    case 'InsecureOriginError':
      return 'Browsers open the camera only for secure pages, and this one came over plain http. Open it by https, '
        + `or by http://localhost on the server's own machine. ${otherwise}`;
    case 'NoCameraSupportError':
      return `This browser gives pages no camera. Try another browser. ${otherwise}`;
    case 'NotAllowedError':
    case 'PermissionDeniedError':
      return 'The camera is not allowed for this page. Allow it by the sign beside the address, then try again. '
        + otherwise;
    case 'SecurityError':
      return `The camera is switched off for this page by the browser's or the device's settings. ${otherwise}`;
    case 'NotFoundError':
    case 'DevicesNotFoundError':
    case 'OverconstrainedError':
      return `No camera was found. Connect one and try again. ${otherwise}`;
    case 'NotReadableError':
    case 'TrackStartError':
    case 'AbortError':
      return `The camera is busy: another program or tab seems to use it. Close that and try again. ${otherwise}`;
    case 'NoPictureError':
      return `The camera opened but sends no picture. Look whether its cover is open, then try again. ${otherwise}`;
    default:
      return `The camera could not be opened (${error.name}). Try again. ${otherwise}`;
  }
}

export const noFaceSentence = 'No face was found. Look straight into the camera, in good light, and a little closer, '
  + 'then try again.';

export const unreadableFileSentence = 'This file is over 10 MB and not a photo that your browser can make smaller. '
  + 'Choose a smaller one, as JPEG, PNG, WebP or BMP.';

/** Words of the server as a sentence of their own. */
export const sentenceOf = words => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
