import { emotions } from './emotions.js';

const seekStep = 5;      // s
const volumeStep = 0.05;

/**
 * The page's keys: space play or pause, arrows seek and volume, Shift with left or right another track, M mute,
 * L like, 1 to 7 a mood, ? help. A key that the focused control has a use for stays with it, and the browser keeps its
 * shortcuts.
 */
export function bindKeyboard({ player, choose, like, help }) {
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
    ...Object.fromEntries(emotions.map((emotion, index) => [String(index + 1), () => choose(emotion)])),
  };
  document.addEventListener('keydown', event => {
    const action = actions[event.key];
    if (action && !event.defaultPrevented && !isTaken(event)) {
      event.preventDefault();
      action(event);
    }
  });
}

function isTaken({ key, target, ctrlKey, altKey, metaKey }) {
  return ctrlKey || altKey || metaKey
    || document.querySelector('dialog[open]') !== null
    || target.closest('input, textarea, select, [contenteditable]') !== null
    || (key === ' ' && target.closest('button, a, summary') !== null);
}
