import { exportPath } from '../shared/api.js';
import { elements } from '../shared/elements.js';
import { createDot } from './plane.js';
import { playlistId } from './playlist-id.js';

/** Calls back with the approach that is chosen. */
export function bindApproach(onChange) {
  elements.approach.addEventListener('change', ({ target }) => onChange(target.value));
}

/** Shows a playlist's approach, and its route in the valence-arousal plane. */
export function showApproach({ approach, route, tracks }) {
  elements.approach.querySelector(`[value="${approach}"]`).checked = true;
  elements.approachPath.setAttribute('points', route.map(({ valence, arousal }) => `${valence},${-arousal}`).join(' '));
  elements.waypoints.replaceChildren(...tracks.map(({ id, place, title }) => {
    const dot = createDot(place);
    dot.dataset.id = id;
    const name = document.createElementNS('http://www.w3.org/2000/svg', 'title');
    name.textContent = title;
    dot.append(name);
    return dot;
  }));
}

/** The exports are of the list as it is on the page, after drag, queue and shuffle. */
export function showExports({ emotion, approach }, tracks) {
  const id = playlistId(emotion, approach, tracks);
  elements.exportM3u8.href = exportPath(id, 'm3u8');
  elements.exportXspf.href = exportPath(id, 'xspf');
}
