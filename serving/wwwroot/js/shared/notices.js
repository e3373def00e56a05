import { button } from './dom.js';
import { elements } from './elements.js';

const shown = new Map(); // by name

/** Shows one quiet line above the player, with an optional button; null takes it away. One line for each name. */
export function showNotice(name, message, act = null, label = 'Try again') {
  shown.get(name)?.remove();
  shown.delete(name);
  if (message) {
    const line = document.createElement('p');
    line.dataset.name = name;
    line.append(message, ...(act ? [button('', act, label)] : []));
    shown.set(name, line);
    elements.notices.append(line);
  }
}
