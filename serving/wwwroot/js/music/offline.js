import { inEachLanguage, language } from '../shared/i18n.js';

/** Has the service worker cache the page, the texts of its language and the current track, for when the server is down. */
export function bindOffline(player) {
  if (!('serviceWorker' in navigator)) {
    return; // plain http from another machine, or an old browser
  }
  const isLoaded = document.readyState === 'complete'; // it does not wait for modules that wait for their texts
  const loaded = isLoaded ? Promise.resolve() : new Promise(resolve => addEventListener('load', resolve, { once: true }));
  inEachLanguage(() => loaded.then(keepTexts).then(register)); // a worker that is ready has the texts
  let cached = null;
  player.addEventListener('change', () => {
    const url = player.isWanted ? player.track?.streamUrl : null;
    if (url && url !== cached) {
      cached = url;
      navigator.serviceWorker.ready.then(({ active }) => active.postMessage({ cacheTrack: url }));
    }
  });
}

const register = () => navigator.serviceWorker.register('sw.js', { updateViaCache: 'none' }).catch(() => {});

/** Keeps the texts of the language in use, in place of those before; those stay if the server does not answer. */
async function keepTexts() {
  const url = globalThis.start.textsOf(language);
  try {
    const cache = await caches.open('texts');
    await cache.add(url);
    const old = (await cache.keys()).filter(text => text.url !== url);
    await Promise.all(old.map(text => cache.delete(text)));
  } catch {
    // no storage, or no answer
  }
}
