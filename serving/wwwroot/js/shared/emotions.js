import { t } from './i18n.js';

/** The seven emotions in key order. */
export const emotions = ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'];

/** An emotion as the keys name it: "Happy". */
export const nameOf = emotion => t(`mood.${emotion}`);

/** As a feeling within a sentence: "surprised". */
export const feelingOf = emotion => t(`feeling.${emotion}`);

/** Valence and arousal, each -1 to 1, in words: "pleasant and lively". */
export function affectInWords(valence, arousal) {
  const grade = (value, low, middle, high) => t(`affect.${value < -0.2 ? low : value > 0.2 ? high : middle}`);
  return t('and.two', { one: grade(valence, 'unpleasant', 'even', 'pleasant'), other: grade(arousal, 'calm', 'awake', 'lively') });
}
