import { getLibrary, search } from '../shared/api.js';
import { elements } from '../shared/elements.js';
import { showFound } from './playlist-view.js';

const debounceMs = 250;
const refreshMs = 2000;

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

/** While the library is open, says how much of it has been listened to, and what was left out and why. */
export function bindLibrary() {
  let timer;
  const show = async () => {
    clearTimeout(timer);
    if (!elements.library.open) {
      return;
    }
    try {
      const library = await getLibrary();
      showAnalysis(library.analysis);
      showLeftOut(library);
      if (library.analysis.isRunning) {
        timer = setTimeout(show, refreshMs);
      }
    } catch {
      elements.leftOut.hidden = true; // not essential
    }
  };
  elements.library.addEventListener('toggle', show);
}

function showAnalysis({ analysed, total, isRunning, failedCount }) {
  elements.analysis.hidden = total === 0 || (analysed === 0 && !isRunning);
  elements.analysis.textContent = isRunning
    ? `Listening: ${analysed + failedCount} of ${total} tracks.`
    : `Listened to ${analysed} of ${total} tracks.`;
}

function showLeftOut({ leftOutCount, leftOut, analysis: { failedCount, failed } }) {
  elements.leftOut.hidden = leftOutCount + failedCount === 0;
  elements.leftOutText.textContent = [
    leftOutCount > 0 && `${leftOutCount} left out of the library`,
    failedCount > 0 && `${failedCount} not listened to`,
  ].filter(Boolean).join(', ');
  elements.leftOutList.replaceChildren(...[...leftOut, ...failed].map(({ file, reason }) =>
    Object.assign(document.createElement('li'), { textContent: `${file}: ${reason}` })));
}
