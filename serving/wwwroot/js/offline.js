/** Has the service worker keep the page and the track that plays, so that both are there without the server. */
export function bindOffline(player) {
  if (!('serviceWorker' in navigator)) {
    return; // plain http from another machine, or an old browser: all but this works
  }
  navigator.serviceWorker.register('sw.js').catch(() => {});
  let kept = null;
  player.addEventListener('change', () => {
    const url = player.isWanted ? player.track?.streamUrl : null;
    if (url && url !== kept) {
      kept = url;
      navigator.serviceWorker.ready.then(({ active }) => active.postMessage({ keep: url }));
    }
  });
}
