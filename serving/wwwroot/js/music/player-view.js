import { formatTime } from './format-time.js';
import { elements } from '../shared/elements.js';
import { inEachLanguage, label, percent, say, t, write as name } from '../shared/i18n.js';

const noteDurationMs = 8000;
let noteTimer;
let said = null; // { key, values, stuck }

/** The bar at the bottom of the page: shows the player's state and controls it. */
export function bindPlayer(player, { like }) {
  const { toggle, previous, next, seek, volume, mute, bigPlay, repeat } = elements;
  elements.like.addEventListener('click', like);
  elements.shuffle.addEventListener('click', () => player.shuffle());
  repeat.addEventListener('click', () => {
    player.repeats = !player.repeats;
    show(player);
  });
  toggle.addEventListener('click', () => player.toggle());
  bigPlay.addEventListener('click', () => player.play());
  elements.noteAction.addEventListener('click', () => player.play());
  previous.addEventListener('click', () => player.previous());
  next.addEventListener('click', () => player.next());
  mute.addEventListener('click', () => player.mute());
  volume.addEventListener('input', () => player.setVolume(volume.valueAsNumber));
  seek.addEventListener('change', () => player.seek(seek.valueAsNumber));

  // While the thumb is dragged, the player's time does not move it.
  let dragging = false;
  seek.addEventListener('input', () => {
    dragging = true;
    showTime(seek.valueAsNumber, player.duration);
  });
  seek.addEventListener('change', () => { dragging = false; });

  player.addEventListener('note', event => {
    said = event.detail;
    showNote(player);
    clearTimeout(noteTimer);
    noteTimer = setTimeout(() => {
      said = said.stuck ? said : null;
      showNote(player);
    }, noteDurationMs);
  });
  player.addEventListener('change', () => {
    show(player);
    if (!dragging) {
      showTime(player.elapsed, player.duration);
    }
  });
  inEachLanguage(() => {
    show(player);
    showTime(player.elapsed, player.duration);
  });
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
  label(toggle, isWanted ? 'pause' : 'play');
  elements.toggleIcon.setAttribute('href', isWanted ? '#icon-pause' : '#icon-play');
  seek.disabled = !track || !Number.isFinite(player.duration);
  if (track) {
    name(nowTitle, track.title);
  } else {
    say(nowTitle, 'player.nothing');
  }
  write(nowArtist, [track?.artist, track?.album].filter(Boolean).join(' · '));
  volume.value = String(player.isMuted ? 0 : player.volume);
  volume.setAttribute('aria-valuetext', player.isMuted ? t('player.muted') : percent(player.volume));
  fill(volume);
  mute.setAttribute('aria-pressed', String(player.isMuted));
  elements.muteIcon.setAttribute('href', player.isMuted ? '#icon-mute' : '#icon-sound');
  document.title = isWanted ? `${track.title} · EmoMusic` : 'EmoMusic';
  blocked.hidden = !player.isBlocked;
  elements.repeat.setAttribute('aria-pressed', String(player.repeats));
  elements.player.classList.toggle('playing', isWanted);
  showNote(player);
}

/** What failed: shown during the next track, or as long as nothing plays. */
function showNote({ isWanted }) {
  said = said?.stuck && isWanted ? null : said;
  write(elements.note, said ? t(said.key, said.values) : '');
  elements.noteAction.hidden = !said?.stuck;
}

function showTime(elapsed, duration) {
  const { seek } = elements;
  write(elements.elapsed, formatTime(elapsed));
  write(elements.duration, formatTime(duration));
  seek.max = String(duration || 1);
  seek.value = String(elapsed);
  seek.setAttribute('aria-valuetext', t('player.time', { elapsed: formatTime(elapsed), duration: formatTime(duration) }));
  fill(seek);
}

const fill = slider => slider.style.setProperty('--fill', String(slider.valueAsNumber / Number(slider.max) || 0));

function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
