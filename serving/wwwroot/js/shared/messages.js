import { language, t, translated } from './i18n.js';

/** Messages about errors, each with the next step. */
const statuses = {
  413: 'error.too-large', 415: 'error.unreadable', 429: 'error.busy', 502: 'error.music', 503: 'error.busy', 504: 'error.music',
};

// getUserMedia's exceptions, including those of older browsers, and camera.js's own.
const cameraErrors = {
  InsecureOriginError: 'insecure',
  NoCameraSupportError: 'unsupported',
  NotAllowedError: 'blocked',
  PermissionDeniedError: 'blocked',
  SecurityError: 'disabled',
  NotFoundError: 'absent',
  DevicesNotFoundError: 'absent',
  OverconstrainedError: 'absent',
  NotReadableError: 'busy',
  TrackStartError: 'busy',
  AbortError: 'busy',
  NoPictureError: 'dark',
};

const problems = ['too-small', 'too-dark', 'too-blurred', 'turned-away', 'covered'];

export const serverDownMessage = () => t('error.server-down');

/** Of a failed request: the server's own words, by its status where they are not in the page's language. */
export function problemMessage(status, detail) {
  const ours = statuses[status] ? t(statuses[status]) : null;
  return (detail && (translated(detail) ?? (language === 'en' ? detail : ours ?? detail)))
    || ours || t('error.status', { status: String(status) });
}

export const cameraMessage = ({ name }) =>
  t(`camera-error.${cameraErrors[name] ?? 'other'}`, { name, otherwise: t('camera-error.otherwise') });

/** Why a face is not read, by the first of its problems: {code, advice}. */
export const unreadableFaceMessage = ([{ code, advice }]) =>
  t(`quality.${problems.includes(code) ? code : 'other'}`, { advice });

/** A playlist's hint, in the page's language where it is known. */
export const hintMessage = hint => hint && (translated(hint) ?? hint);

/** "loud and bright" by its words. */
function inWords(part) {
  const [one, other] = part.split(' and ').map(word => translated(word) ?? word);
  return translated(part) ?? (other ? t('and.two', { one, other }) : part);
}

/** The parts of "105 bpm, major, tagged Swing", one by one, as a sentence. */
export function asSentence(phrase) {
  const text = phrase.split(', ').map(inWords).join(t('and.comma'));
  return t('sentence', { text: `${text.charAt(0).toLocaleUpperCase(language)}${text.slice(1)}` });
}
