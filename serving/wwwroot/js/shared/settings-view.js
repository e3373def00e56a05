import { forgetMixes } from '../music/mixes.js';
import { bindSleep } from '../music/sleep.js';
import {
  deleteCorrections, deleteMyData, getCorrections, getHistory, setAdjustmentEnabled, setHistoryEnabled,
} from './api.js';
import { elements } from './elements.js';
import { drawChart } from './history-chart.js';
import { inEachLanguage, language, switchLanguage, t } from './i18n.js';

const { start } = globalThis;

/** The settings dialog, loaded when it is first opened. `onDeleted` is called when all data of the listener are deleted. */
export class Settings {
  #byHour = false;
  #history = null;
  #corrections = null;
  #turn = 0;
  #said = null; // key, or a message of the server

  constructor(player, onDeleted) {
    const {
      settings, settingsClose, historyEnabled, chartDays, chartHours, adjustment, adjustmentReset, deleteData, forget, forgetNo,
      forgetYes,
    } = elements;
    settingsClose.addEventListener('click', () => settings.close());
    historyEnabled.addEventListener('change', () => this.#attempt(() => setHistoryEnabled(historyEnabled.checked)));
    adjustment.addEventListener('change', () => this.#attempt(() => setAdjustmentEnabled(adjustment.checked)));
    adjustmentReset.addEventListener('click', () => this.#attempt(deleteCorrections, 'adjustment.done'));
    chartDays.addEventListener('click', () => this.#chart(false));
    chartHours.addEventListener('click', () => this.#chart(true));
    deleteData.addEventListener('click', () => forget.showModal());
    forgetNo.addEventListener('click', () => forget.close());
    forgetYes.addEventListener('click', () => {
      forget.close();
      this.#attempt(async () => {
        await deleteMyData();
        forgetMixes();
        onDeleted();
      }, 'forget.done');
    });
    elements.theme.value = start.theme();
    elements.theme.addEventListener('change', () => start.setTheme(elements.theme.value));
    this.#bindLanguage();
    bindCrossfade(player);
    bindSleep(player);
    inEachLanguage(() => this.#show());
  }

  open() {
    elements.settings.showModal();
    this.#attempt(() => null);
  }

  #bindLanguage() {
    elements.language.append(...Object.entries(start.languages).map(([code, name]) => {
      const option = new Option(name, code, false, code === language);
      option.lang = code;
      return option;
    }));
    elements.language.addEventListener('change', () => switchLanguage(elements.language.value).catch(() => {
      elements.language.value = language;
      this.#said = 'error.server-down';
      this.#show();
    }));
  }

  #chart(byHour) {
    this.#byHour = byHour;
    this.#show();
  }

  #show() {
    const { moods, plays, kept } = this.#history ?? { moods: [], plays: [], kept: false };
    elements.adjustment.checked = this.#corrections?.on ?? true;
    elements.adjustmentReset.disabled = Object.keys(this.#corrections?.counts ?? {}).length === 0;
    elements.historyEnabled.checked = kept;
    elements.history.hidden = !kept && moods.length === 0 && plays.length === 0;
    elements.history.classList.toggle('off', !kept); // what was recorded can still be exported
    elements.chartDays.setAttribute('aria-pressed', String(!this.#byHour));
    elements.chartHours.setAttribute('aria-pressed', String(this.#byHour));
    drawChart(elements.chart, elements.legend, moods, this.#byHour);
    elements.historyText.textContent = t('history.count', {
      moods: t('history.moods', { count: moods.length }), plays: t('history.plays', { count: plays.length }),
    });
    elements.settingsStatus.textContent = this.#said ? t(this.#said) : '';
  }

  /** Shows what the server keeps after `work`, unless another request replaced it meanwhile. */
  async #attempt(work, done = null) {
    const mine = ++this.#turn;
    let [found, said] = [null, done];
    try {
      await work();
      found = await Promise.all([getHistory(), getCorrections()]);
    } catch (error) {
      said = error.message;
    }
    if (mine === this.#turn) {
      [this.#history, this.#corrections] = found ?? [this.#history, this.#corrections];
      this.#said = said;
      this.#show();
    }
  }
}

function bindCrossfade(player) {
  const { crossfade, crossfadeText } = elements;
  const take = () => {
    player.crossfade = crossfade.valueAsNumber;
    crossfadeText.textContent = player.crossfade > 0 ? t('settings.seconds', { count: player.crossfade }) : t('settings.off');
    crossfade.style.setProperty('--fill', String(player.crossfade / Number(crossfade.max)));
    start.keep('crossfade', String(player.crossfade));
  };
  crossfade.value = String(player.crossfade);
  crossfade.addEventListener('input', take);
  inEachLanguage(take);
}
