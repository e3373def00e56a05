import { chooseMood } from '../shared/api.js';
import { span } from '../shared/dom.js';
import { emotions, capitalize } from '../shared/emotions.js';
import { asSentence } from '../shared/messages.js';
import { createPlane } from './plane.js';

/** Opens or closes a panel below a row: why its track has its mood, and a way to change it. Returns it when open. */
export function toggleReason(row, track, opener, { open = !row.querySelector('.why') } = {}) {
  const shown = row.querySelector('.why');
  if (open) {
    const panel = shown ?? createReason(track, () => {
      row.querySelector('.why').remove();
      opener.focus();
    });
    row.append(panel);
    return panel;
  }
  shown.remove();
  return null;
}

function createReason(track, close) {
  const panel = Object.assign(document.createElement('div'), { className: 'why' });
  const reason = span('reason', `${asSentence(track.why)} Your mood for this track: `);
  const select = document.createElement('select');
  select.setAttribute('aria-label', `Your mood for ${track.title}`);
  select.append(...emotions.map(emotion => new Option(capitalize(emotion), emotion, false, emotion === track.mood)));
  select.addEventListener('change', async () => {
    try {
      await chooseMood(track.id, select.value);
      reason.textContent = 'Saved. Your mood for this track: ';
    } catch (error) {
      reason.textContent = error.message;
    }
  });
  panel.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      close();
    }
  });
  panel.append(...(track.mood ? [createPlane(track.place)] : []), reason, select);
  return panel;
}
