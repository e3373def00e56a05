import { button } from './dom.js';
import { elements } from './elements.js';
import { say } from './i18n.js';

const shown = new Map(); // by name

/** Shows one quiet line above the player, with an optional button, by their keys; null takes it away. One line for each name. */
export function showNotice(name, key, act = null, label = 'again') {
  shown.get(name)?.remove();
  shown.delete(name);
  if (key) {
    const line = document.createElement('p');
    line.dataset.name = name;
    const text = document.createElement('span');
    say(text, key);
    line.append(text);
    if (act) {
      const press = button('', act);
      say(press, label);
      line.append(press);
    }
    shown.set(name, line);
    elements.notices.append(line);
  }
}
