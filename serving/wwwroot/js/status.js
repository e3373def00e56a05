import { elements } from './elements.js';

let act = null;
elements.statusAction.addEventListener('click', () => act?.());

/**
 * One sentence in the live region beside the keys, with the next step as a button where there is one.
 * `tone` is plain, busy or wrong.
 */
export function say(text, { tone = 'plain', action = null, label = 'Try again' } = {}) {
  act = action;
  elements.status.dataset.tone = tone;
  elements.statusAction.hidden = !action;
  elements.statusAction.textContent = label;
  if (elements.statusText.textContent !== text) {
    elements.statusText.textContent = text;
    if (tone === 'wrong') {
      elements.status.scrollIntoView({ block: 'nearest' });
    }
  }
}
