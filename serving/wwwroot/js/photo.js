import { within } from './geometry.js';

/** Pictures on their way to the server: made small in the browser, so that little travels and no GPS tag does. */
export const longSide = 1280; // px of a photo
export const liveSide = 480;  // px of a live frame; the face finder looks at no more

const lossless = 256; // px: a picture this small is sent without loss

/** Draws a video, image or bitmap onto the canvas at its own size or smaller. */
export function draw(source, canvas, limit = longSide) {
  const { videoWidth: width = source.width, videoHeight: height = source.height } = source;
  const size = within(limit, { width, height });
  canvas.width = size.width;
  canvas.height = size.height;
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, size.width, size.height);
  return size;
}

/** The canvas, or the part of it that `cut` names, as a file. */
export function toFile(canvas, cut = null) {
  let source = canvas;
  if (cut) {
    source = document.createElement('canvas');
    source.width = cut.width;
    source.height = cut.height;
    source.getContext('2d')
      .drawImage(canvas, cut.x, cut.y, cut.width, cut.height, 0, 0, cut.width, cut.height);
  }
  const type = Math.max(source.width, source.height) <= lossless ? 'image/png' : 'image/jpeg';
  return new Promise((resolve, reject) => {
    source.toBlob(blob => (blob ? resolve(blob) : reject(new Error('the canvas could not be encoded'))), type, 0.92);
  });
}

/** The file turned upright and drawn; false when this browser cannot decode it. */
export async function drawFile(file, canvas) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return false;
  }
  draw(bitmap, canvas);
  bitmap.close();
  return true;
}
