import { language } from '../shared/i18n.js';

/** Has the service worker cache the page, the texts of its language and the current track, for when the server is down. */
export function bindOffline(player) {
  if (!('serviceWorker' in navigator)) {
    return; // plain http from another machine, or an old browser
  }
  addEventListener('load', () => navigator.serviceWorker.register('sw.js', { updateViaCache: 'none' }).catch(() => {}));
  navigator.serviceWorker.ready.then(({ active }) => active.postMessage({ keepTexts: globalThis.start.textsOf(language) }));
  let cached = null;
  player.addEventListener('change', () => {
    const url = player.isWanted ? player.track?.streamUrl : null;
    if (url && url !== cached) {
      cached = url;
      navigator.serviceWorker.ready.then(({ active }) => active.postMessage({ cacheTrack: url }));
    }
  });
}
