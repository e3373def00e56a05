import { deleteMyData, getHistory, setHistoryEnabled } from './api.js';
import { elements } from './elements.js';

const crossfadeKey = 'crossfade';

/** The settings dialog: crossfade, history, and deletion of all data; calls `onDeleted` afterwards. */
export function bindSettings(player, onDeleted) {
  let byHour = false;
  let history = null;
  let turn = 0;

  const show = () => {
    elements.historyEnabled.checked = history?.kept ?? false;
    elements.history.hidden = !history || (history.moods.length === 0 && history.plays.length === 0 && !history.kept);
    elements.chartDays.setAttribute('aria-pressed', String(!byHour));
    elements.chartHours.setAttribute('aria-pressed', String(byHour));
    import('./history-chart.js').then(({ drawChart }) => drawChart(elements.chart, history?.moods ?? [], byHour));
    elements.historyText.textContent = history
      ? `${count(history.moods, 'mood')} and ${count(history.plays, 'play')} recorded.` : '';
  };

  /** Shows the result of `work`, unless another request replaced it meanwhile. */
  const attempt = async (work, done = '') => {
    const mine = ++turn;
    let [found, said] = [null, done];
    try {
      found = await work();
    } catch (error) {
      said = error.message;
    }
    if (mine === turn) {
      history = found ?? history;
      elements.settingsStatus.textContent = said;
      show();
    }
  };

  elements.settingsOpen.addEventListener('click', () => {
    elements.settings.showModal();
    attempt(getHistory);
  });
  elements.settingsClose.addEventListener('click', () => elements.settings.close());
  elements.historyEnabled.addEventListener('change', () => attempt(async () => {
    await setHistoryEnabled(elements.historyEnabled.checked);
    return getHistory();
  }));
  elements.chartDays.addEventListener('click', () => { byHour = false; show(); });
  elements.chartHours.addEventListener('click', () => { byHour = true; show(); });
  elements.deleteData.addEventListener('click', () => elements.forget.showModal());
  elements.forgetNo.addEventListener('click', () => elements.forget.close());
  elements.forgetYes.addEventListener('click', () => {
    elements.forget.close();
    attempt(async () => {
      await deleteMyData();
      onDeleted();
      return getHistory();
    }, 'All your data has been deleted: likes, choices, moods and plays.');
  });
  elements.theme.value = globalThis.theme();
  elements.theme.addEventListener('change', () => globalThis.setTheme(elements.theme.value));

  bindCrossfade(player);
}

function bindCrossfade(player) {
  const { crossfade, crossfadeText } = elements;
  const take = () => {
    player.crossfade = crossfade.valueAsNumber;
    crossfadeText.textContent = player.crossfade > 0 ? `${player.crossfade} s` : 'off';
    crossfade.style.setProperty('--fill', String(player.crossfade / Number(crossfade.max)));
    localStorage.setItem(crossfadeKey, String(player.crossfade));
  };
  crossfade.value = localStorage.getItem(crossfadeKey) ?? '0';
  crossfade.addEventListener('input', take);
  take();
}

const count = (list, word) => `${list.length} ${word}${list.length === 1 ? '' : 's'}`;
