import { elements } from './elements.js';
import { lookOf, percent } from './emotions.js';
import { pictureToStage, stageToPicture } from './geometry.js';

const { stage, faces, oval, clear, consent, picture, video } = elements;
const placing = {
  idle: { fit: 'contain', mirrored: false },
  camera: { fit: 'cover', mirrored: true },
  still: { fit: 'cover', mirrored: true },
  photo: { fit: 'contain', mirrored: false },
};
let drawn = { found: [], size: null };

/** What the stage shows: `idle` the words before the camera, `camera` live, `still` a camera picture, `photo` a file. */
export function showStage(mode) {
  stage.dataset.mode = mode;
  consent.inert = mode !== 'idle';
  clear.hidden = mode !== 'still' && mode !== 'photo';
  showFaces([], null);
  if (mode === 'idle') {
    picture.width = picture.height = 0;
  }
}

/** Draws the boxes of faces found in a picture of that size; the first one is the largest and gets its name. */
export function showFaces(found, size) {
  drawn = { found, size };
  redraw();
}

/** The oval to put one's face in, where the server has no face finder. */
export function showOval(wanted) {
  oval.hidden = !wanted;
}

/** The oval's square in a picture of that size, as it is placed on the stage now. */
export function ovalSquare(size) {
  const frame = stage.getBoundingClientRect();
  const area = oval.getBoundingClientRect();
  const side = area.height;
  const box = { x: area.x + area.width / 2 - side / 2 - frame.x, y: area.y - frame.y, width: side, height: side };
  return stageToPicture(box, size, frame, placing[stage.dataset.mode]);
}

export const videoSize = () => ({ width: video.videoWidth, height: video.videoHeight });

function redraw() {
  const { found, size } = drawn;
  const frame = { width: stage.clientWidth, height: stage.clientHeight };
  faces.replaceChildren(...found.map((face, rank) => {
    const box = document.createElement('div');
    const place = pictureToStage(face.box, size, frame, placing[stage.dataset.mode]);
    box.className = rank === 0 ? 'face' : 'face other';
    Object.assign(box.style, {
      left: `${place.x}px`, top: `${place.y}px`, width: `${place.width}px`, height: `${place.height}px`,
    });
    if (rank === 0) {
      const label = document.createElement('span');
      label.textContent = `${lookOf(face.emotion)} ${percent(face.confidence)}`;
      box.append(label);
      box.classList.toggle('low', place.y < 30);
    }
    return box;
  }));
}

new ResizeObserver(redraw).observe(stage);
