import { forget, getHistory, keepHistory } from './api.js';
import { elements } from './elements.js';
import { drawChart } from './history-chart.js';

const crossfadeKey = 'crossfade';

/** The listener's own dialog: crossfade, history, and how to be forgotten. `forgotten` is called after that. */
export function bindYou(player, forgotten) {
  let byHour = false;
  let written = null;
  let turn = 0;

  const show = () => {
    elements.keep.checked = written?.kept ?? false;
    elements.history.hidden = !written || (written.moods.length === 0 && written.plays.length === 0 && !written.kept);
    elements.chartDays.setAttribute('aria-pressed', String(!byHour));
    elements.chartHours.setAttribute('aria-pressed', String(byHour));
    drawChart(elements.chart, written?.moods ?? [], byHour);
    elements.historyText.textContent = written
      ? `${count(written.moods, 'mood')} and ${count(written.plays, 'play')} written down.` : '';
  };

  /** Shows what `work` brings, unless something else was wanted meanwhile. */
  const attempt = async (work, done = '') => {
    const mine = ++turn;
    let [found, said] = [null, done];
    try {
      found = await work();
    } catch (error) {
      said = error.message;
    }
    if (mine === turn) {
      written = found ?? written;
      elements.youSaid.textContent = said;
      show();
    }
  };

  elements.youOpen.addEventListener('click', () => {
    elements.you.showModal();
    attempt(getHistory);
  });
  elements.youClose.addEventListener('click', () => elements.you.close());
  elements.keep.addEventListener('change', () => attempt(async () => {
    await keepHistory(elements.keep.checked);
    return getHistory();
  }));
  elements.chartDays.addEventListener('click', () => { byHour = false; show(); });
  elements.chartHours.addEventListener('click', () => { byHour = true; show(); });
  elements.forget.addEventListener('click', () => attempt(async () => {
    await forget();
    forgotten();
    return getHistory();
  }, 'All that was known of you is deleted: likes, choices, what was learnt, moods and plays.'));

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
