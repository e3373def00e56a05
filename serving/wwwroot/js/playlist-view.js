import { chooseMood } from './api.js';
import { clock } from './clock.js';
import { elements } from './elements.js';
import { emotions, named } from './emotions.js';
import { sentenceOf } from './sentences.js';

/** A playlist as a page of its own: genre, title and quote. Its tracks are shown by `showTracks`. */
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

/** The music is not there: a sentence where the tracks would be. What plays stays in the list. */
export function showNoMusic(title, sentence, retry) {
  showPlaylist({ title, tracks: [], hint: sentence }, retry);
  elements.tracks.replaceChildren();
}

/** The list that plays: pressed, liked, dragged to another place, or moved there by Alt and an arrow. */
export function showTracks(tracks, player, like) {
  const focused = [...elements.tracks.children].findIndex(row => row.contains(document.activeElement));
  const kept = tracks[focused] && document.activeElement.dataset.id;
  elements.tracks.replaceChildren(...tracks.map((track, index) => {
    const row = rowOf(track, String(index + 1), () => player.select(index), like);
    bindMoves(row, index, player);
    return row;
  }));
  if (kept) {
    elements.tracks.querySelector(`.play[data-id="${kept}"]`)?.focus();
  }
}

/** Tracks that were searched for; a press plays one next. */
export function showFound(tracks, queue, like) {
  elements.found.replaceChildren(...tracks.map(track => rowOf(track, '+', () => queue(track), like)));
}

/** Marks the track that plays, for the eye and for a screen reader. */
export function markTrack(track, isPlaying) {
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

function rowOf(track, number, play, like) {
  const row = document.createElement('li');
  const button = buttonOf('play', play,
    span('number', number),
    span('what', span('name', track.title), span('by', [track.artist, track.album].filter(Boolean).join(' · '))),
    span('length', track.durationSeconds == null ? '' : clock(track.durationSeconds)));
  button.dataset.id = track.id;
  const heart = buttonOf('round quiet heart', () => like(track), sign('heart'));
  heart.setAttribute('aria-label', `Like ${track.title}`);
  heart.setAttribute('aria-pressed', String(track.liked));
  row.append(button, heart, whyOf(track));
  return row;
}

/** Why a track is in the list, and the listener's own word on that. */
function whyOf(track) {
  const details = document.createElement('details');
  details.className = 'why';
  const summary = document.createElement('summary');
  summary.textContent = 'Why?';
  summary.setAttribute('aria-label', `Why ${track.title}?`);
  const select = document.createElement('select');
  select.setAttribute('aria-label', `The mood of ${track.title}`);
  select.append(...emotions.map(emotion => new Option(named(emotion), emotion, false, emotion === track.mood)));
  select.addEventListener('change', async () => {
    try {
      await chooseMood(track.id, select.value);
      reason.textContent = 'For you it is from now on: ';
    } catch (error) {
      reason.textContent = error.message;
    }
  });
  const reason = span('reason', `${sentenceOf(track.why)} To you it is: `);
  details.append(summary, reason, select);
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

function showHint(sentence, retry) {
  elements.hint.hidden = !sentence;
  elements.hintText.textContent = sentence ?? '';
  elements.hintAction.onclick = retry;
}

function buttonOf(className, press, ...content) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = className;
  button.append(...content);
  button.addEventListener('click', press);
  return button;
}

function sign(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#sign-${name}`);
  svg.append(use);
  return svg;
}

function span(className, ...content) {
  const element = document.createElement('span');
  element.className = className;
  element.append(...content);
  return element;
}
