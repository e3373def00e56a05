import { svg } from '../shared/dom.js';

/** A dot of the valence-arousal plane, as it is on the page: pleasant to the right, lively at the top. */
export const createDot = ({ valence, arousal }) => svg('circle', { cx: valence, cy: -arousal, r: 0.07 });

/** The plane with a track's place on it. */
export function createPlane(place) {
  const words = [place.arousal > 0 ? 'lively' : 'calm', place.valence > 0 ? 'pleasant' : 'unpleasant'].join(' and ');
  const plane = svg('svg', { viewBox: '-1.1 -1.1 2.2 2.2', role: 'img', 'aria-label': `Its place: ${words}`, class: 'plane' });
  plane.append(svg('path', { d: 'M-1 0H1M0-1V1', class: 'axes' }), createDot(place));
  return plane;
}
