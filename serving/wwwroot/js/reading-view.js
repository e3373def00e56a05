import { elements, keys } from './elements.js';
import { affectInWords, emotions, lookOf, named, percent } from './emotions.js';

let last = null;

/** The seven scores as the keys' colour, and as text. Null clears them. */
export function showScores(scores) {
  for (const key of keys) {
    const score = scores?.[key.dataset.mood] ?? 0;
    key.style.setProperty('--score', score.toFixed(3));
    key.querySelector('.score').textContent = scores ? percent(score) : '';
  }
}

/** What was found in a face: the crop that the network saw, the emotion, how sure, and where it lies. */
export function showReading(face) {
  last = face;
  elements.reading.hidden = false;
  elements.crop.src = face.crop;
  elements.emotion.textContent = named(face.emotion);
  elements.sure.textContent = `${percent(face.confidence)} sure, ${affectInWords(face.valence, face.arousal)}`;
  elements.affect.setAttribute('aria-label',
    `Valence ${face.valence.toFixed(2)}, arousal ${face.arousal.toFixed(2)}, each from -1 to 1`);
  elements.dot.style.left = `${50 + 50 * face.valence}%`;
  elements.dot.style.top = `${50 - 50 * face.arousal}%`;
  showScores(face.scores);
}

export function hideReading() {
  last = null;
  elements.reading.hidden = true;
  closeCorrection();
  showScores(null);
}

/** The key that is down, the words of a choice made by hand, and the page's own colour. */
export function showMood(mood, byHand) {
  document.documentElement.dataset.mood = mood;
  keys.forEach(key => key.setAttribute('aria-pressed', String(key.dataset.mood === mood)));
  if (byHand && last) {
    elements.emotion.textContent = named(mood);
    elements.sure.textContent = mood === last.emotion
      ? 'You and the network agree.' : `Your word counts. The network read ${lookOf(last.emotion)}.`;
  }
}

/** Opens the other six moods, the likeliest first; `choose` gets the one that is pressed. */
export function toggleCorrection(choose) {
  if (!elements.correct.hidden || !last) {
    closeCorrection();
    return;
  }
  const { emotion: read, scores } = last;
  const others = emotions.filter(emotion => emotion !== read).sort((one, other) => scores[other] - scores[one]);
  elements.chips.replaceChildren(...others.map(emotion => {
    const chip = document.createElement('button');
    chip.type = 'button';
    chip.dataset.mood = emotion;
    chip.textContent = named(emotion);
    chip.addEventListener('click', () => {
      closeCorrection();
      elements.wrong.focus();
      choose(emotion);
    });
    return chip;
  }));
  elements.correct.hidden = false;
  elements.wrong.setAttribute('aria-expanded', 'true');
  elements.chips.firstElementChild.focus();
}

function closeCorrection() {
  elements.correct.hidden = true;
  elements.wrong.setAttribute('aria-expanded', 'false');
}
