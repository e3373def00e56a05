import { elements } from '../shared/elements.js';
import { t } from '../shared/i18n.js';
import { showStatus } from '../shared/status.js';
import { linkTo } from './link.js';
import { askForName } from './mix-name.js';
import { saveMix } from './mixes.js';
import { playlistId } from './playlist-id.js';

/** Saving the list as a mix, and the link to it. */
export function bindListTools(music, player) {
  const listed = () => playlistId(music.playlist.emotion, music.playlist.approach, player.tracks);

  elements.saveMix.addEventListener('click', async () => {
    const name = music.playlist && await askForName(elements.title.textContent);
    if (name) {
      const isKept = saveMix({ id: listed(), name, count: player.tracks.length });
      showStatus(() => t(isKept ? 'mix.saved' : 'mix.not-kept', { name }), { tone: isKept ? 'plain' : 'error' });
    }
  });

  elements.share.addEventListener('click', async () => {
    if (!music.playlist) {
      return;
    }
    const { emotion, approach, isOwn } = music.playlist;
    const link = linkTo({ emotion, approach, id: isOwn ? listed() : null });
    try {
      await navigator.clipboard.writeText(link);
      showStatus(() => t('list.link-copied'));
    } catch { // plain http, or not allowed
      showStatus(() => t('list.link-is', { link }));
    }
  });
}
