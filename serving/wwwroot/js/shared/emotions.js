/** The seven emotions in key order, and their adjectives. */
export const emotions = ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'];

const adjectives = {
  angry: 'angry',
  disgust: 'disgusted',
  fear: 'afraid',
  happy: 'happy',
  sad: 'sad',
  surprise: 'surprised',
  neutral: 'neutral',
};

export const capitalize = emotion => emotion.charAt(0).toUpperCase() + emotion.slice(1);
export const adjectiveFor = emotion => adjectives[emotion] ?? emotion;
export const percent = share => `${Math.round(100 * share)}%`;

/** Valence and arousal, each -1 to 1, in words: "pleasant and lively". */
export function affectInWords(valence, arousal) {
  const grade = (value, low, middle, high) => (value < -0.2 ? low : value > 0.2 ? high : middle);
  return `${grade(valence, 'unpleasant', 'even', 'pleasant')} and ${grade(arousal, 'calm', 'awake', 'lively')}`;
}
