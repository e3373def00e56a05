import { elements } from '../shared/elements.js';
import { inEachLanguage, t, translated } from '../shared/i18n.js';
import { hintMessage } from '../shared/messages.js';

let shown = null;

/** Shows a playlist's genre, title and quote. */
export function showPlaylist(playlist, retry) {
  shown = playlist;
  const { tracks, quote, author, hint, isOwn = false } = playlist;
  elements.music.hidden = false;
  elements.music.classList.toggle('own', isOwn);
  elements.music.classList.toggle('empty', tracks.length === 0);
  showTexts();
  elements.quote.textContent = quote ?? '';
  elements.author.textContent = author ?? '';
  elements.quoteBlock.hidden = !quote;
  showHint(hint ? hintMessage(hint) : tracks.length > 0 ? null : t('list.empty'), retry);
}

/** Title and genre are those of moods.json, in the page's language where it has them; the quotes are quotes. */
function showTexts() {
  if (shown) {
    const { key, title, genre, isOwn = false } = shown;
    elements.genre.textContent = genre ? translated(genre) ?? genre : '';
    elements.title.textContent = key ? t(key) : isOwn ? title : translated(title) ?? title;
    elements.quoteBlock.lang = !isOwn && translated(title) ? 'en' : '';
  }
}

inEachLanguage(showTexts);

/** Shows a message instead of tracks. The current track keeps playing. */
export function showNoMusic(message, retry) {
  showPlaylist({ key: 'list.none', title: '', tracks: [], hint: message }, retry);
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
