import { emotions, capitalize } from './emotions.js';

const svgNamespace = 'http://www.w3.org/2000/svg';
const [width, height, foot] = [320, 120, 16];
const chartDays = 14;

/** Draws a stacked bar chart of moods, by day of the last two weeks or by hour of the day. */
export function drawChart(svg, moods, byHour) {
  const columns = byHour ? hours(moods) : days(moods);
  const max = Math.max(1, ...columns.map(column => column.moods.length));
  const step = width / columns.length;
  const parts = [];
  columns.forEach(({ label, moods: some }, index) => {
    let top = height - foot;
    for (const emotion of emotions) {
      const count = some.filter(mood => mood === emotion).length;
      if (count > 0) {
        const tall = count / max * (height - foot - 4);
        top -= tall;
        const bar = make('rect', { x: index * step + 1, y: top, width: Math.max(step - 2, 1), height: tall });
        bar.dataset.mood = emotion;
        bar.append(make('title', {}, `${label}: ${capitalize(emotion)}, ${count} times`));
        parts.push(bar);
      }
    }
    if (!byHour || index % 6 === 0) {
      parts.push(make('text', { x: index * step + step / 2, y: height - 3, 'text-anchor': 'middle' }, label));
    }
  });
  svg.replaceChildren(...parts);
  svg.setAttribute('aria-label', `Moods by ${byHour ? 'hour of the day' : 'day'}: ${inWords(columns)}`);
}

function days(moods) {
  const columns = [];
  const today = new Date();
  for (let back = chartDays - 1; back >= 0; back--) {
    const day = new Date(today.getFullYear(), today.getMonth(), today.getDate() - back);
    columns.push({ label: String(day.getDate()), key: day.toDateString(), moods: [] });
  }
  for (const { at, mood } of moods) {
    columns.find(column => column.key === new Date(at).toDateString())?.moods.push(mood);
  }
  return columns;
}

function hours(moods) {
  const columns = Array.from({ length: 24 }, (_, hour) => ({ label: String(hour), moods: [] }));
  moods.forEach(({ at, mood }) => columns[new Date(at).getHours()].moods.push(mood));
  return columns;
}

function inWords(columns) {
  const all = columns.flatMap(column => column.moods);
  const counts = emotions.map(emotion => [emotion, all.filter(mood => mood === emotion).length]).filter(([, count]) => count > 0);
  return counts.map(([emotion, count]) => `${emotion} ${count} times`).join(', ') || 'none yet';
}

function make(name, attributes, text = null) {
  const element = document.createElementNS(svgNamespace, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  if (text !== null) {
    element.textContent = text;
  }
  return element;
}
