import { correctReading } from '../shared/api.js';
import { elements, keys } from '../shared/elements.js';
import { affectInWords, emotions, feelingOf, nameOf } from '../shared/emotions.js';
import { inEachLanguage, percent, t } from '../shared/i18n.js';

const keyCorrectsMs = 20_000; // after a reading; later a key only asks for other music

let last = null;
let readAt = 0;
let corrected = false; // a reading is corrected once
let own = null; // the mood chosen by hand for the last face

/** Shows the seven scores as the keys' colour, and as text. Null clears them. */
export function showScores(scores) {
  for (const key of keys) {
    const score = scores?.[key.dataset.mood] ?? 0;
    key.style.setProperty('--score', score.toFixed(3));
    key.querySelector('.score').textContent = scores ? percent(score) : '';
  }
}

/** Shows the result of a face: the model's input, the emotion, its confidence, valence and arousal. */
export function showResult(face) {
  last = face;
  readAt = performance.now();
  corrected = false;
  own = null;
  elements.reading.hidden = false;
  elements.crop.src = face.crop;
  showVerdict();
  elements.dot.removeAttribute('hidden');
  elements.dot.setAttribute('cx', face.valence);
  elements.dot.setAttribute('cy', -face.arousal);
  showScores(face.scores);
}

/** False if the server found a problem with the face: then the emotion is little more than a guess. */
export const isReadable = face => face.quality?.readable !== false;

export function hideResult() {
  last = null;
  elements.reading.hidden = true;
  elements.dot.setAttribute('hidden', '');
  closeCorrection();
  showScores(null);
}

/** Shows the current mood: the pressed key, the page's colour, and whether it was chosen by hand. */
export function showMood(mood, byHand) {
  document.documentElement.dataset.mood = mood;
  keys.forEach(key => key.setAttribute('aria-pressed', String(key.dataset.mood === mood)));
  if (byHand && last) {
    own = mood;
    showVerdict();
    if (!last.live && performance.now() - readAt < keyCorrectsMs) {
      teach(mood);
    }
  }
}

/** Teaches the server what the visitor says about the last face, agreement included. */
function teach(mood) {
  if (!corrected) {
    corrected = true;
    correctReading(last.rawScores ?? last.scores, mood).catch(() => {});
  }
}

function showVerdict() {
  const { emotion, confidence, valence, arousal, adjusted } = last;
  elements.emotion.textContent = nameOf(own ?? emotion);
  elements.confidence.textContent = own === null
    ? t(adjusted ? 'result.adjusted' : 'result.confidence', { share: percent(confidence), affect: affectInWords(valence, arousal) })
    : own === emotion ? t('result.agree') : t('result.guessed', { feeling: feelingOf(emotion) });
}

inEachLanguage(() => last && showVerdict());

/** Opens the other six moods, most likely first; calls `choose` with the one pressed. */
export function toggleCorrection(choose) {
  if (!elements.correct.hidden || !last) {
    closeCorrection();
    return;
  }
  const { emotion: detected, scores } = last;
  const others = emotions.filter(emotion => emotion !== detected).sort((one, other) => scores[other] - scores[one]);
  elements.chips.replaceChildren(...others.map(emotion => {
    const chip = document.createElement('button');
    chip.type = 'button';
    chip.dataset.mood = emotion;
    chip.textContent = nameOf(emotion);
    chip.addEventListener('click', () => {
      closeCorrection();
      elements.correctOpen.focus();
      teach(emotion);
      choose(emotion);
    });
    return chip;
  }));
  elements.correct.hidden = false;
  elements.correctOpen.setAttribute('aria-expanded', 'true');
  elements.chips.firstElementChild.focus();
}

function closeCorrection() {
  elements.correct.hidden = true;
  elements.correctOpen.setAttribute('aria-expanded', 'false');
}
