import { within } from './geometry.js';

/** Downscales pictures before upload, which also drops metadata such as GPS tags. */
export const photoMaxSide = 1280; // px
export const liveMaxSide = 640;  // px

const losslessMaxSide = 256; // px: smaller pictures are sent as PNG

/** Draws a video, image or bitmap onto the canvas, downscaled to the limit. */
export function draw(source, canvas, limit = photoMaxSide) {
  const { videoWidth: width = source.width, videoHeight: height = source.height } = source;
  const size = within(limit, { width, height });
  canvas.width = size.width;
  canvas.height = size.height;
  const context = canvas.getContext('2d');
  context.fillStyle = 'white'; // behind what is transparent
  context.fillRect(0, 0, size.width, size.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, size.width, size.height);
  return size;
}

/** Encodes the canvas. */
export function toFile(canvas) {
  const type = Math.max(canvas.width, canvas.height) <= losslessMaxSide ? 'image/png' : 'image/jpeg';
  return new Promise((resolve, reject) => {
    canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error('the canvas could not be encoded'))), type, 0.92);
  });
}

/**
 * Draws the file upright; false if this browser cannot decode it. What it can decode is sent as JPEG or PNG, so that it
 * matters little which formats the server knows.
 */
export async function drawFile(file, canvas) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return drawAsImage(file, canvas);
  }
  draw(bitmap, canvas);
  bitmap.close();
  return true;
}

/** Image elements decode more than bitmaps: HEIC and TIFF in Safari, SVG everywhere. */
async function drawAsImage(file, canvas) {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    await image.decode();
    if (!image.naturalWidth || !image.naturalHeight) {
      return false;
    }
    draw(image, canvas);
    return true;
  } catch {
    return false;
  } finally {
    URL.revokeObjectURL(image.src);
  }
}
