import { elements } from '../shared/elements.js';

/** Shows a playlist's genre, title and quote. */
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

/** Shows a message above the tracks, with a way to try again; null hides it. */
export function showHint(message, retry) {
  elements.hint.hidden = !message;
  elements.hintText.textContent = message ?? '';
  elements.hintAction.onclick = retry;
}
