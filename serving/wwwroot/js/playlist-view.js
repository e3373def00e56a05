import { clock } from './clock.js';
import { elements } from './elements.js';

/** A playlist as a page of its own: genre, title, quote and its tracks. `choose` gets the index that is pressed. */
export function showPlaylist({ title, quote, author, genre, tracks, hint }, choose, retry) {
  elements.music.hidden = false;
  elements.genre.textContent = genre ?? '';
  elements.title.textContent = title;
  elements.quote.textContent = quote ?? '';
  elements.author.textContent = author ?? '';
  elements.quoteBlock.hidden = !quote;
  showHint(tracks.length > 0 ? null : hint ?? 'There are no tracks for this mood yet.', retry);
  elements.tracks.replaceChildren(...tracks.map((track, index) => {
    const row = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.id = track.id;
    button.append(
      span('number', String(index + 1)),
      span('what', span('name', track.title), span('by', [track.artist, track.album].filter(Boolean).join(' · '))),
      span('length', track.durationSeconds == null ? '' : clock(track.durationSeconds)),
    );
    button.addEventListener('click', () => choose(index));
    row.append(button);
    return row;
  }));
}

/** The music is not there: a sentence where the tracks would be. */
export function showNoMusic(title, sentence, retry) {
  showPlaylist({ title, tracks: [], hint: sentence }, null, retry);
}

/** Marks the track that plays, for the eye and for a screen reader. */
export function markTrack(track, isPlaying) {
  for (const button of elements.tracks.querySelectorAll('button')) {
    const current = button.dataset.id === track?.id;
    if (current) {
      button.setAttribute('aria-current', 'true');
    } else {
      button.removeAttribute('aria-current');
    }
    button.classList.toggle('playing', current && isPlaying);
  }
}

function showHint(sentence, retry) {
  elements.hint.hidden = !sentence;
  elements.hintText.textContent = sentence ?? '';
  elements.hintAction.onclick = retry;
}

function span(className, ...content) {
  const element = document.createElement('span');
  element.className = className;
  element.append(...content);
  return element;
}
