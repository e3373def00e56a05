import { svg } from '../shared/dom.js';
import { t } from '../shared/i18n.js';

/** A dot of the valence-arousal plane, as it is on the page: pleasant to the right, lively at the top. */
export const createDot = ({ valence, arousal }) => svg('circle', { cx: valence, cy: -arousal, r: 0.07 });

/** The plane with a track's place on it. */
export function createPlane(place) {
  const words = t('and.two', {
    one: t(place.arousal > 0 ? 'affect.lively' : 'affect.calm'), other: t(place.valence > 0 ? 'affect.pleasant' : 'affect.unpleasant'),
  });
  const plane = svg('svg', { viewBox: '-1.1 -1.1 2.2 2.2', role: 'img', 'aria-label': t('why.place', { words }), class: 'plane' });
  plane.append(svg('path', { d: 'M-1 0H1M0-1V1', class: 'axes' }), createDot(place));
  return plane;
}
