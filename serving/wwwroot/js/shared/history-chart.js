import { span, svg } from './dom.js';
import { emotions, nameOf } from './emotions.js';
import { dates, number, t } from './i18n.js';

const [width, height] = [320, 120];
const [left, foot, head] = [20, 16, 6]; // room for the scale and the labels
const chartDays = 14;

/** Draws a stacked bar chart of moods with its scale and legend, by day of the last two weeks or by hour of the day. */
export function drawChart(chart, legend, moods, byHour) {
  const columns = byHour ? hours(moods) : days(moods);
  const max = roundedUp(Math.max(...columns.map(column => column.moods.length)));
  const step = (width - left) / columns.length;
  const toY = count => height - foot - count / max * (height - foot - head);
  const parts = [0, max / 2, max].filter(Number.isInteger).flatMap(count => [
    svg('path', { d: `M${left} ${toY(count)}H${width}`, class: 'line' }),
    text(left - 3, toY(count) + 3, number(count), 'end'),
  ]);
  columns.forEach(({ label, name, moods: some }, index) => {
    let count = 0;
    for (const emotion of emotions) {
      const times = some.filter(mood => mood === emotion).length;
      if (times > 0) {
        count += times;
        const bar = svg('rect', {
          x: left + index * step + 1, y: toY(count), width: Math.max(step - 2, 1), height: toY(0) - toY(times),
        });
        bar.dataset.mood = emotion;
        const title = svg('title');
        title.textContent = t('history.bar', { when: name, mood: nameOf(emotion), count: times });
        bar.append(title);
        parts.push(bar);
      }
    }
    if (!byHour || index % 6 === 0) {
      parts.push(text(left + (index + 0.5) * step, height - 3, label, 'middle'));
    }
  });
  chart.replaceChildren(...parts);
  chart.setAttribute('aria-label', t(byHour ? 'history.label-hours' : 'history.label-days', { moods: inWords(columns) }));
  legend.replaceChildren(...emotions.filter(emotion => moods.some(({ mood }) => mood === emotion)).map(emotion => {
    const item = document.createElement('li');
    item.dataset.mood = emotion;
    item.append(span('swatch'), nameOf(emotion));
    return item;
  }));
}

/** The next of 2, 4, 10, 20, 40, …, whose half is a whole number. */
function roundedUp(most) {
  let max = 2;
  while (max < most) {
    max *= String(max).startsWith('4') ? 2.5 : 2;
  }
  return max;
}

function days(moods) {
  const columns = [];
  const today = new Date();
  for (let back = chartDays - 1; back >= 0; back--) {
    const day = new Date(today.getFullYear(), today.getMonth(), today.getDate() - back);
    columns.push({
      label: number(day.getDate()), name: dates({ dateStyle: 'medium' }).format(day), key: day.toDateString(), moods: [],
    });
  }
  for (const { at, mood } of moods) {
    columns.find(column => column.key === new Date(at).toDateString())?.moods.push(mood);
  }
  return columns;
}

function hours(moods) {
  const clock = dates({ timeStyle: 'short' });
  const columns = Array.from({ length: 24 }, (_, hour) => {
    const name = clock.format(new Date(2000, 0, 1, hour));
    return { label: name, name, moods: [] };
  });
  moods.forEach(({ at, mood }) => columns[new Date(at).getHours()].moods.push(mood));
  return columns;
}

function inWords(columns) {
  const all = columns.flatMap(column => column.moods);
  const counts = emotions.map(emotion => [emotion, all.filter(mood => mood === emotion).length]).filter(([, count]) => count > 0);
  return counts.map(([emotion, count]) => `${nameOf(emotion)} ${number(count)}`).join(t('and.comma')) || t('history.none');
}

function text(x, y, content, anchor) {
  const element = svg('text', { x, y, 'text-anchor': anchor });
  element.textContent = content;
  return element;
}
