import { exportPath } from './api.js';
import { elements } from './elements.js';

/** The three ways to deal with a mood; `take` gets the one that is pressed. */
export function bindApproach(take) {
  elements.approach.addEventListener('change', ({ target }) => take(target.value));
}

/** The way that a playlist takes: pressed, drawn on the plane of valence and arousal, and as files to take along. */
export function showApproach({ emotion, approach, route, tracks }) {
  elements.approach.querySelector(`[value="${approach}"]`).checked = true;
  elements.approachPath.setAttribute('points', route.map(({ valence, arousal }) => `${valence},${-arousal}`).join(' '));
  elements.waypoints.replaceChildren(...tracks.map(({ id, place, title }) => {
    const dot = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
    dot.setAttribute('cx', place.valence);
    dot.setAttribute('cy', -place.arousal);
    dot.setAttribute('r', 0.07);
    dot.dataset.id = id;
    const name = document.createElementNS('http://www.w3.org/2000/svg', 'title');
    name.textContent = title;
    dot.append(name);
    return dot;
  }));
  elements.exportM3u8.href = exportPath(emotion, approach, 'm3u8');
  elements.exportXspf.href = exportPath(emotion, approach, 'xspf');
}
