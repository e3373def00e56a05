import { chooseMood } from '../shared/api.js';
import { span } from '../shared/dom.js';
import { emotions, nameOf } from '../shared/emotions.js';
import { t } from '../shared/i18n.js';
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
  const reason = span('reason', `${asSentence(track.why)} ${t('why.yours')} `);
  const select = document.createElement('select');
  select.setAttribute('aria-label', t('why.yours-for', { title: track.title }));
  select.append(...emotions.map(emotion => new Option(nameOf(emotion), emotion, false, emotion === track.mood)));
  select.addEventListener('change', async () => {
    try {
      await chooseMood(track.id, select.value);
      reason.textContent = `${t('why.saved')} ${t('why.yours')} `;
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
