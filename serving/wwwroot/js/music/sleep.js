import { elements } from '../shared/elements.js';

const fadeMs = 10_000;
const stepMs = 100;

/** The sleep timer: after some minutes, or at the end of the track, the music fades out and stops. */
export function bindSleep(player) {
  const { sleep } = elements;
  let timer;
  let track = null;

  const stop = () => {
    sleep.value = '';
    track = null;
    player.pause();
    player.fadeTo(1);
  };

  const fade = (left = fadeMs) => {
    player.fadeTo(left / fadeMs);
    if (left > 0 && player.isWanted) {
      timer = setTimeout(() => fade(left - stepMs), stepMs);
    } else {
      stop();
    }
  };

  sleep.addEventListener('change', () => {
    clearTimeout(timer);
    player.fadeTo(1);
    track = sleep.value === 'track' ? player.track : null;
    if (Number(sleep.value) > 0) {
      timer = setTimeout(fade, 60_000 * Number(sleep.value) - fadeMs);
    }
  });
  player.addEventListener('played', ({ detail }) => {
    if (track && detail.track === track) {
      queueMicrotask(stop); // after the next one was made ready
    }
  });
}
