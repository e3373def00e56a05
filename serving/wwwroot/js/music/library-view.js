import { getLibrary, search } from '../shared/api.js';
import { elements } from '../shared/elements.js';
import { Rows } from './rows.js';

const debounceMs = 250;
const refreshMs = 2000;

/** Searches the library: results can be played next, or liked. */
export function bindSearch(player, like) {
  let timer;
  let running;
  let found = [];
  const rows = new Rows(elements.found, {
    play: track => player.queue(track),
    like: async track => {
      await like(track);
      show();
    },
    menu: track => [['Play next', () => player.queue(track)], ['Add to queue', () => player.enqueue(track)]],
  });
  const show = (words = '') => {
    rows.show(found);
    elements.nothingFound.textContent = words && found.length === 0 ? `Nothing found for “${words}”.` : '';
  };
  elements.search.addEventListener('input', () => {
    clearTimeout(timer);
    running?.abort();
    const words = elements.search.value.trim();
    timer = setTimeout(async () => {
      running = new AbortController();
      try {
        found = words ? await search(words, running.signal) : [];
        show(words);
      } catch (error) {
        if (error.name !== 'AbortError') {
          elements.nothingFound.textContent = error.message;
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
  elements.library.addEventListener('toggle', () => {
    show();
    if (elements.library.open) {
      elements.search.focus();
    }
  });
  elements.library.addEventListener('keydown', event => {
    if (event.key === 'Escape' && elements.library.open) {
      elements.library.open = false;
      elements.library.querySelector('summary').focus();
    }
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (!elements.library.contains(target) && !target.closest('.player, .menu')) {
      elements.library.open = false;
    }
  });
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
