import { getLibrary } from '../shared/api.js';
import { elements } from '../shared/elements.js';
import { t } from '../shared/i18n.js';

const refreshMs = 2000;
let timer;

/** While the library is open, says how much of it has been listened to, and what was left out and why. */
export async function showProgress() {
  clearTimeout(timer);
  if (!elements.library.open) {
    return;
  }
  try {
    const library = await getLibrary();
    showAnalysis(library.analysis);
    showLeftOut(library);
    if (library.analysis.isRunning) {
      timer = setTimeout(showProgress, refreshMs);
    }
  } catch {
    elements.leftOut.hidden = true; // not essential
  }
}

function showAnalysis({ analysed, total, isRunning, failedCount }) {
  elements.analysis.hidden = total === 0 || (analysed === 0 && !isRunning);
  elements.analysis.textContent = isRunning
    ? t('library.listening', { done: analysed + failedCount, total }) : t('library.listened', { done: analysed, total });
}

function showLeftOut({ leftOutCount, leftOut, analysis: { failedCount, failed } }) {
  elements.leftOut.hidden = leftOutCount + failedCount === 0;
  elements.leftOutText.textContent = [
    leftOutCount > 0 && t('library.left-out', { count: leftOutCount }),
    failedCount > 0 && t('library.not-listened', { count: failedCount }),
  ].filter(Boolean).join(t('and.comma'));
  elements.leftOutList.replaceChildren(...[...leftOut, ...failed].map(({ file, reason }) =>
    Object.assign(document.createElement('li'), { textContent: `${file}: ${reason}`, dir: 'auto' })));
}
