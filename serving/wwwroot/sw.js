/**
 * Caches the page and the current track, network first: the cache answers when the server does not. Nothing of the API is
 * cached: no mood, no playlist, no picture.
 */
const shell = 'shell';
const track = 'track';

self.addEventListener('install', event => {
  self.skipWaiting();
  event.waitUntil(cacheShell());
});

self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

self.addEventListener('message', event => {
  if (event.data?.cacheTrack) {
    event.waitUntil(cacheTrack(event.data.cacheTrack));
  }
});

self.addEventListener('fetch', event => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) {
    return;
  }
  if (path.endsWith('/stream')) {
    event.respondWith(fetch(request).catch(() => fromCache(request)));
  } else if (isShell(path)) {
    event.respondWith(fetch(request).then(answer => cacheResponse(request, answer)).catch(() => fromCache(request)));
  }
});

const isShell = path => path === '/' || /\.(html|css|js|svg|webmanifest)$/.test(path);

/** Caches the page, icon and manifest. Styles and modules follow as the page requests them. */
async function cacheShell() {
  const cache = await caches.open(shell);
  await cache.addAll(['./', 'icon.svg', 'app.webmanifest']);
}

async function cacheResponse(request, answer) {
  if (answer.ok) {
    const cache = await caches.open(shell);
    await cache.put(request, answer.clone());
  }
  return answer;
}

/** Caches one whole track, in place of the previous one. */
async function cacheTrack(url) {
  const cache = await caches.open(track);
  const answer = await fetch(url).catch(() => null);
  if (answer?.status === 200) {
    await Promise.all((await cache.keys()).map(old => cache.delete(old)));
    await cache.put(url, answer);
  }
}

/** The cached response, or the requested range of it. */
async function fromCache(request) {
  const answer = await caches.match(request.url);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('Range') ?? '');
  if (!answer || !range) {
    return answer ?? Response.error();
  }
  const whole = await answer.blob();
  const [from, to] = [Number(range[1]), range[2] ? Number(range[2]) : whole.size - 1];
  return new Response(whole.slice(from, to + 1), {
    status: 206,
    headers: { 'Content-Range': `bytes ${from}-${to}/${whole.size}`, 'Content-Type': whole.type },
  });
}
