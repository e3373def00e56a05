import { chooseMood } from '../shared/api.js';
import { formatTime } from './format-time.js';
import { elements } from '../shared/elements.js';
import { emotions, capitalize } from '../shared/emotions.js';
import { createPlane } from './plane.js';
import { asSentence } from '../shared/messages.js';

/** Shows a playlist's genre, title and quote; `showTracks` shows its tracks. */
export function showPlaylist({ title, quote, author, genre, tracks, hint }, retry) {
  elements.music.hidden = false;
  elements.music.classList.toggle('empty', tracks.length === 0);
  elements.genre.textContent = genre ?? '';
  elements.title.textContent = title;
  elements.quote.textContent = quote ?? '';
  elements.author.textContent = author ?? '';
  elements.quoteBlock.hidden = !quote;
  showHint(hint ?? (tracks.length > 0 ? null : 'There are no tracks for this mood yet.'), retry);
}

/** Shows a message instead of tracks. The current track keeps playing. */
export function showNoMusic(title, message, retry) {
  showPlaylist({ title, tracks: [], hint: message }, retry);
  elements.tracks.replaceChildren();
}

/** Shows the queue: tracks can be played, liked, dragged, or moved with Alt and an arrow key. */
export function showTracks(tracks, player, like) {
  const focused = [...elements.tracks.children].findIndex(row => row.contains(document.activeElement));
  const focusedId = tracks[focused] && document.activeElement.dataset.id;
  elements.tracks.replaceChildren(...tracks.map((track, index) => {
    const row = createRow(track, String(index + 1), () => player.select(index), like);
    bindMoves(row, index, player);
    return row;
  }));
  if (focusedId) {
    elements.tracks.querySelector(`.play[data-id="${focusedId}"]`)?.focus();
  }
}

/** Shows search results; a press queues one as the next track. */
export function showFound(tracks, queue, like) {
  elements.found.replaceChildren(...tracks.map(track => createRow(track, '+', () => queue(track), like)));
}

/** Marks the current track, visually and for screen readers. */
export function markCurrentTrack(track, isPlaying) {
  for (const button of elements.tracks.querySelectorAll('.play')) {
    const current = button.dataset.id === track?.id;
    if (current) {
      button.setAttribute('aria-current', 'true');
    } else {
      button.removeAttribute('aria-current');
    }
    button.classList.toggle('playing', current && isPlaying);
  }
  for (const dot of elements.waypoints.children) {
    dot.classList.toggle('current', dot.dataset.id === track?.id);
  }
}

function createRow(track, number, play, like) {
  const row = document.createElement('li');
  const button = createButton('play', play,
    span('number', number),
    span('what', span('name', track.title), span('by', [track.artist, track.album].filter(Boolean).join(' · '))),
    span('length', track.durationSeconds == null ? '' : formatTime(track.durationSeconds)));
  button.dataset.id = track.id;
  const heart = createButton('round quiet heart', () => like(track), icon('heart'));
  heart.setAttribute('aria-label', `Like ${track.title}`);
  heart.setAttribute('aria-pressed', String(track.liked));
  row.append(button, heart, createReason(track));
  return row;
}

/** Why a track has its mood, and a menu to change it. */
function createReason(track) {
  const details = document.createElement('details');
  details.className = 'why';
  const summary = document.createElement('summary');
  summary.textContent = 'Why?';
  summary.setAttribute('aria-label', `Why ${track.title}?`);
  const select = document.createElement('select');
  select.setAttribute('aria-label', `Your mood for ${track.title}`);
  select.append(...emotions.map(emotion => new Option(capitalize(emotion), emotion, false, emotion === track.mood)));
  select.addEventListener('change', async () => {
    try {
      await chooseMood(track.id, select.value);
      reason.textContent = 'Saved. Your mood for this track: ';
    } catch (error) {
      reason.textContent = error.message;
    }
  });
  const reason = span('reason', `${asSentence(track.why)} Your mood for this track: `);
  details.append(summary);
  if (track.mood) {
    details.append(createPlane(track.place));
  }
  details.append(reason, select);
  return details;
}

function bindMoves(row, index, player) {
  row.draggable = true;
  row.addEventListener('dragstart', event => {
    event.dataTransfer.setData('text/x-track', String(index));
    event.dataTransfer.effectAllowed = 'move';
  });
  row.addEventListener('dragover', event => {
    if (event.dataTransfer.types.includes('text/x-track')) {
      event.preventDefault();
      row.classList.add('target');
    }
  });
  row.addEventListener('dragleave', () => row.classList.remove('target'));
  row.addEventListener('drop', event => {
    event.preventDefault();
    player.move(Number(event.dataTransfer.getData('text/x-track')), index);
  });
  row.addEventListener('keydown', event => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.altKey && step) {
      event.preventDefault();
      player.move(index, index + step);
    }
  });
}

function showHint(message, retry) {
  elements.hint.hidden = !message;
  elements.hintText.textContent = message ?? '';
  elements.hintAction.onclick = retry;
}

function createButton(className, press, ...content) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = className;
  button.append(...content);
  button.addEventListener('click', press);
  return button;
}

function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.append(use);
  return svg;
}

function span(className, ...content) {
  const element = document.createElement('span');
  element.className = className;
  element.append(...content);
  return element;
}
