/**
 * Keeps the whole page from the first visit on, and the current track, for when the server does not answer. The server is
 * always asked first. Of the languages only the one in use is kept. Nothing of the API is: no mood, no playlist, no picture.
 *
 * The server writes `version`, a hash of all files, and `files`, their addresses, above this line.
 */
const shell = `shell-${version}`;
const track = 'track';
const texts = 'texts';
const patienceMs = 4000;

self.addEventListener('install', event => {
  self.skipWaiting();
  event.waitUntil(keepShell());
});

self.addEventListener('activate', event => event.waitUntil(takeOver()));

self.addEventListener('message', event => {
  if (event.data?.cacheTrack) {
    event.waitUntil(keepTrack(event.data.cacheTrack));
  }
});

self.addEventListener('fetch', event => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) {
    return;
  }
  if (pathname.endsWith('/stream') || pathname.endsWith('/cover')) {
    event.respondWith(fetch(request).catch(() => fromCache(request)));
  } else if (files.includes(pathname) || pathname.startsWith('/languages/')) {
    event.respondWith(fromServer(request));
  }
});

/** All files or none, so that no page is put together from two versions. */
async function keepShell() {
  const cache = await caches.open(shell);
  await cache.addAll(files);
  const kept = await caches.open(texts); // the page puts them there before it registers this worker
  await Promise.all((await kept.keys()).map(text => kept.add(text).catch(() => {}))); // those of this version
}

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter(name => ![shell, track, texts].includes(name)).map(name => caches.delete(name)));
  await self.clients.claim();
}

/** The server's answer; the kept one if it fails, or is not there in time. */
async function fromServer(request) {
  const kept = await caches.match(request, { ignoreSearch: true });
  try {
    const answer = await fetch(request, kept ? { signal: AbortSignal.timeout(patienceMs) } : {});
    return answer.status >= 500 && kept ? kept : answer;
  } catch {
    return kept ?? Response.error();
  }
}

/** Keeps one whole track, in place of the previous one. */
async function keepTrack(url) {
  const cache = await caches.open(track);
  const answer = await fetch(url).catch(() => null);
  if (answer?.status === 200) {
    await Promise.all((await cache.keys()).map(old => cache.delete(old)));
    await cache.put(url, answer);
  }
}

/** The kept response, or the requested range of it. */
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
