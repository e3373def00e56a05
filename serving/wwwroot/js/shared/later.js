import { ApiError } from './api.js';
import { serverDownMessage } from './messages.js';

/**
 * Modules that nothing needs before somebody is there: each is loaded when it is first wanted, and all of them when a pointer
 * moves or a key is pressed. They reject with an ApiError of status 0 while the server is away.
 */
export const later = {
  face: lazily(() => import('../face/mood-detector.js')),
  list: lazily(() => import('../music/list-view.js')),
  library: lazily(() => import('../music/library.js')),
  settings: lazily(() => import('./settings-view.js')),
};

function lazily(load) {
  let loaded = null;
  return () => (loaded ??= load().catch(() => {
    loaded = null; // another try may succeed
    dispatchEvent(new Event('unanswered'));
    throw new ApiError(0, serverDownMessage());
  }));
}

const signs = ['pointermove', 'pointerdown', 'keydown'];
const somebody = () => {
  signs.forEach(sign => removeEventListener(sign, somebody, { capture: true }));
  Object.values(later).forEach(load => load().catch(() => {}));
};
signs.forEach(sign => addEventListener(sign, somebody, { capture: true, passive: true }));
