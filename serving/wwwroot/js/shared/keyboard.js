import { emotions } from './emotions.js';

const seekStep = 5;      // s
const volumeStep = 0.05;

/**
 * Keyboard shortcuts: space plays or pauses, arrows seek and set the volume, Shift with left or right changes the track,
 * M mutes, L likes, 1 to 7 choose a mood, / searches, ? shows help. Focused controls keep the keys they use, and the browser keeps
 * its own shortcuts.
 */
export function bindKeyboard({ player, choose, like, help, search }) {
  const actions = {
    ' ': () => player.toggle(),
    'ArrowLeft': event => (event.shiftKey ? player.previous() : player.seek(player.elapsed - seekStep)),
    'ArrowRight': event => (event.shiftKey ? player.next() : player.seek(player.elapsed + seekStep)),
    'ArrowUp': () => player.setVolume(player.volume + volumeStep),
    'ArrowDown': () => player.setVolume(player.volume - volumeStep),
    'm': () => player.mute(),
    'M': () => player.mute(),
    'l': like,
    'L': like,
    '?': help,
    '/': search,
    ...Object.fromEntries(emotions.map((emotion, index) => [String(index + 1), () => choose(emotion)])),
  };
  document.addEventListener('keydown', event => {
    const action = actions[event.key];
    if (action && !event.defaultPrevented && !isHandledElsewhere(event)) {
      event.preventDefault();
      if (!event.repeat || isStep(event)) {
        action(event);
      }
    }
  });
}

/** A key that is held goes on seeking or changing the volume, and does anything else once. */
const isStep = ({ key, shiftKey }) => key.startsWith('Arrow') && !shiftKey;

/** A slider needs its arrows and digits, but no letters. */
const leavesToUs = (target, key) => target.matches('input[type="range"]') && /^[lm? ]$/i.test(key);

function isHandledElsewhere({ key, target, ctrlKey, altKey, metaKey }) {
  return ctrlKey || altKey || metaKey
    || document.querySelector('dialog[open]') !== null
    || (target.closest('input, textarea, select, [contenteditable]') !== null && !leavesToUs(target, key))
    || (key === ' ' && target.closest('button, a, summary') !== null);
}
