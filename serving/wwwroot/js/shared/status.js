import { elements } from './elements.js';
import { inEachLanguage, t } from './i18n.js';

let act = null;
/** @type {{ text: string | (() => string) }} */
let shown = { text: '' };
elements.statusAction.addEventListener('click', () => act?.());

/**
 * Shows a message in the live region next to the keys, with an optional button for the next step. `text` may be a function,
 * which is asked again in another language. `tone` is plain, busy or error.
 */
export function showStatus(text, { tone = 'plain', action = null, label = 'again' } = {}) {
  act = action;
  shown = { text };
  elements.status.dataset.tone = tone;
  elements.statusAction.hidden = !action;
  elements.statusAction.dataset.text = label;
  elements.statusAction.textContent = t(label);
  if (write() && tone === 'error') {
    elements.status.scrollIntoView({ block: 'nearest' });
  }
}

function write() {
  const text = typeof shown.text === 'function' ? shown.text() : shown.text;
  const isOther = elements.statusText.textContent !== text;
  if (isOther) {
    elements.statusText.textContent = text;
  }
  return isOther;
}

inEachLanguage(write);
