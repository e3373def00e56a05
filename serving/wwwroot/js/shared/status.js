import { elements } from './elements.js';

let act = null;
elements.statusAction.addEventListener('click', () => act?.());

/**
 * Shows a message in the live region next to the keys, with an optional button for the next step.
 * `tone` is plain, busy or error.
 */
export function showStatus(text, { tone = 'plain', action = null, label = 'Try again' } = {}) {
  act = action;
  elements.status.dataset.tone = tone;
  elements.statusAction.hidden = !action;
  elements.statusAction.textContent = label;
  if (elements.statusText.textContent !== text) {
    elements.statusText.textContent = text;
    if (tone === 'error') {
      elements.status.scrollIntoView({ block: 'nearest' });
    }
  }
}
