import { elements } from '../shared/elements.js';
import { inEachLanguage, t, translated } from '../shared/i18n.js';
import { hintMessage } from '../shared/messages.js';

let shown = null;
let current = { id: null, isPlaying: false }; // track

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
  current = { id: track?.id, isPlaying };
  elements.tracks.querySelectorAll('.play').forEach(markRow);
  for (const dot of elements.waypoints.children) {
    dot.classList.toggle('current', dot.dataset.id === current.id);
  }
}

export function markRow(play) {
  const isCurrent = play.dataset.id === current.id;
  if (isCurrent) {
    play.setAttribute('aria-current', 'true');
  } else {
    play.removeAttribute('aria-current');
  }
  play.classList.toggle('playing', isCurrent && current.isPlaying);
}

/** Shows a message above the tracks, with a way to try again; null hides it. */
export function showHint(message, retry) {
  elements.hint.hidden = !message;
  elements.hintText.textContent = message ?? '';
  elements.hintAction.onclick = retry;
}
