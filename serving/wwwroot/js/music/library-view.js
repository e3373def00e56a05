import { getLibrary, search } from '../shared/api.js';
import { elements } from '../shared/elements.js';
import { showFound } from './playlist-view.js';

const debounceMs = 250;

/** Searches the library: results can be played next, or liked. */
export function bindSearch(player, like) {
  let timer;
  let running;
  let found = [];
  const show = () => showFound(found, track => player.queue(track), async track => {
    await like(track);
    show();
  });
  elements.search.addEventListener('input', () => {
    clearTimeout(timer);
    running?.abort();
    const words = elements.search.value.trim();
    timer = setTimeout(async () => {
      running = new AbortController();
      try {
        found = words ? await search(words, running.signal) : [];
        show();
      } catch (error) {
        if (error.name !== 'AbortError') {
          elements.found.replaceChildren(Object.assign(document.createElement('li'), { textContent: error.message }));
        }
      }
    }, debounceMs);
  });
}

/** When the library is opened, says what the last scan left out, and why. */
export function bindLeftOut() {
  elements.library.addEventListener('toggle', async () => {
    if (!elements.library.open) {
      return;
    }
    try {
      const { leftOutCount, leftOut } = await getLibrary();
      elements.leftOut.hidden = leftOutCount === 0;
      elements.leftOutText.textContent = `${leftOutCount} left out of the library`;
      elements.leftOutList.replaceChildren(...leftOut.map(({ file, reason }) =>
        Object.assign(document.createElement('li'), { textContent: `${file}: ${reason}` })));
    } catch {
      elements.leftOut.hidden = true; // not essential
    }
  });
}
