import { elements } from '../shared/elements.js';
import { feelingOf } from '../shared/emotions.js';
import { percent, t } from '../shared/i18n.js';
import { isReadable } from './result-view.js';
import { labelPlace, pictureToStage } from './geometry.js';

const { stage, faces, clear, consent, picture, video } = elements;
const placing = {
  idle: { fit: 'contain', mirrored: false },
  camera: { fit: 'contain', mirrored: true },
  still: { fit: 'contain', mirrored: true },
  photo: { fit: 'contain', mirrored: false },
};
let drawn = { found: [], size: null, chosen: 0, pick: null };

/** Switches the stage: `idle` shows the introduction, `camera` the video, `still` its picture, `photo` a file. */
export function showStage(mode) {
  stage.dataset.mode = mode;
  consent.inert = mode !== 'idle';
  clear.hidden = mode !== 'still' && mode !== 'photo';
  showFaces([], null);
  if (mode === 'idle') {
    picture.width = picture.height = 0;
  }
}

/**
 * Draws boxes around the faces in a picture of that size. The chosen one is labelled; with `pick` the others are buttons
 * that call it with their index.
 */
export function showFaces(found, size, { chosen = 0, pick = null } = {}) {
  drawn = { found, size, chosen, pick };
  redraw();
}

export const videoSize = () => ({ width: video.videoWidth, height: video.videoHeight });

function redraw() {
  const { found, size, chosen, pick } = drawn;
  const frame = { width: stage.clientWidth, height: stage.clientHeight };
  const places = found.map(({ box }) => pictureToStage(box, size, frame, placing[stage.dataset.mode]));
  faces.replaceChildren(...places.map((place, index) => {
    const box = index === chosen ? namedBox(found[index]) : otherBox(index, pick);
    Object.assign(box.style, {
      left: `${place.x}px`, top: `${place.y}px`, width: `${place.width}px`, height: `${place.height}px`,
    });
    return box;
  }));
  if (places[chosen]) {
    const label = faces.children[chosen].firstElementChild;
    const others = [...places.filter((_, index) => index !== chosen), clearPlace()];
    const { x, y } = labelPlace(places[chosen], { width: label.offsetWidth, height: label.offsetHeight }, frame, others);
    Object.assign(label.style, { left: `${x - places[chosen].x}px`, top: `${y - places[chosen].y}px` });
  }
}

const clearPlace = () => ({ x: clear.offsetLeft, y: clear.offsetTop, width: clear.offsetWidth, height: clear.offsetHeight });

function namedBox(face) {
  const box = document.createElement('div');
  const label = document.createElement('span');
  label.textContent = isReadable(face) ? `${feelingOf(face.emotion)} ${percent(face.confidence)}` : t('face.unreadable');
  box.className = 'face';
  box.ariaHidden = 'true'; // the result beside it says the same
  box.append(label);
  return box;
}

function otherBox(index, pick) {
  const box = document.createElement(pick ? 'button' : 'div');
  box.className = 'face other';
  if (pick) {
    box.setAttribute('type', 'button');
    box.ariaLabel = t('face.use', { number: index + 1 });
    box.title = t('face.use-this');
    box.addEventListener('click', () => pick(index));
  }
  return box;
}

new ResizeObserver(redraw).observe(stage);
