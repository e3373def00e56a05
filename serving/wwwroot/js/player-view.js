import { clock } from './clock.js';
import { elements } from './elements.js';

const noteTime = 8000; // ms
let noteTimer;

/** The bar at the foot of the page: shows what the player does, and tells it what is pressed. */
export function bindPlayer(player, { like }) {
  const { toggle, previous, next, seek, volume, mute, bigPlay, note, repeat } = elements;
  elements.like.addEventListener('click', like);
  elements.shuffle.addEventListener('click', () => player.shuffle());
  repeat.addEventListener('click', () => {
    player.repeats = !player.repeats;
    repeat.setAttribute('aria-pressed', String(player.repeats));
  });
  toggle.addEventListener('click', () => player.toggle());
  bigPlay.addEventListener('click', () => player.play());
  previous.addEventListener('click', () => player.previous());
  next.addEventListener('click', () => player.next());
  mute.addEventListener('click', () => player.mute());
  volume.addEventListener('input', () => player.setVolume(volume.valueAsNumber));
  seek.addEventListener('change', () => player.seek(seek.valueAsNumber));

  // While the thumb is held the player's own time does not move it.
  let held = false;
  seek.addEventListener('input', () => {
    held = true;
    showTime(seek.valueAsNumber, player.duration);
  });
  seek.addEventListener('change', () => { held = false; });

  player.addEventListener('note', event => {
    note.textContent = event.detail;
    // It is read during the next track, then it is old; where nothing plays it stays.
    clearTimeout(noteTimer);
    noteTimer = setTimeout(() => { note.textContent = player.isWanted ? '' : note.textContent; }, noteTime);
  });
  player.addEventListener('change', () => {
    show(player);
    if (!held) {
      showTime(player.elapsed, player.duration);
    }
  });
  show(player);
}

function show(player) {
  const { track, isWanted } = player;
  const { toggle, previous, next, seek, volume, mute, blocked, nowTitle, nowArtist, cover } = elements;
  elements.like.setAttribute('aria-pressed', String(track?.liked ?? false));
  cover.hidden = !track?.coverUrl;
  if (track?.coverUrl && !cover.src.endsWith(track.coverUrl)) {
    cover.src = track.coverUrl;
  }
  [toggle, previous, next, elements.like].forEach(button => { button.disabled = !track; });
  toggle.setAttribute('aria-label', isWanted ? 'Pause' : 'Play');
  elements.toggleSign.setAttribute('href', isWanted ? '#sign-pause' : '#sign-play');
  seek.disabled = !track || !Number.isFinite(player.duration);
  write(nowTitle, track?.title ?? 'Nothing playing yet');
  write(nowArtist, [track?.artist, track?.album].filter(Boolean).join(' · '));
  volume.value = String(player.isMuted ? 0 : player.volume);
  volume.setAttribute('aria-valuetext', player.isMuted ? 'muted' : `${Math.round(100 * player.volume)} percent`);
  fill(volume);
  mute.setAttribute('aria-pressed', String(player.isMuted));
  elements.muteSign.setAttribute('href', player.isMuted ? '#sign-mute' : '#sign-sound');
  document.title = isWanted ? `${track.title} · EmoMusic` : 'EmoMusic';
  blocked.hidden = !player.isBlocked;
  elements.player.classList.toggle('playing', isWanted);
}

function showTime(elapsed, duration) {
  const { seek } = elements;
  write(elements.elapsed, clock(elapsed));
  write(elements.duration, clock(duration));
  seek.max = String(duration || 1);
  seek.value = String(elapsed);
  seek.setAttribute('aria-valuetext', `${clock(elapsed)} of ${clock(duration)}`);
  fill(seek);
}

const fill = slider => slider.style.setProperty('--fill', String(slider.valueAsNumber / Number(slider.max) || 0));

function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
