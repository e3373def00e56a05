/**
 * Keeps the page and the track that plays. Everything is asked of the server first; what was kept answers when the
 * server does not. Nothing of the API is kept: no mood, no list, no picture.
 */
const shell = 'shell';
const track = 'track';

self.addEventListener('install', event => {
  self.skipWaiting();
  event.waitUntil(keepShell());
});

self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

self.addEventListener('message', event => {
  if (event.data?.keep) {
    event.waitUntil(keepTrack(event.data.keep));
  }
});

self.addEventListener('fetch', event => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) {
    return;
  }
  if (path.endsWith('/stream')) {
    event.respondWith(fetch(request).catch(() => kept(request)));
  } else if (isShell(path)) {
    event.respondWith(fetch(request).then(answer => remember(request, answer)).catch(() => kept(request)));
  }
});

const isShell = path => path === '/' || /\.(html|css|js|svg|webmanifest)$/.test(path);

/** The page and what it names: styles, the first script, the icon. Modules follow as the page asks for them. */
async function keepShell() {
  const cache = await caches.open(shell);
  await cache.addAll(['./', 'icon.svg', 'app.webmanifest']);
}

async function remember(request, answer) {
  if (answer.ok) {
    const cache = await caches.open(shell);
    await cache.put(request, answer.clone());
  }
  return answer;
}

/** The whole of one track; the one before makes room. */
async function keepTrack(url) {
  const cache = await caches.open(track);
  const answer = await fetch(url).catch(() => null);
  if (answer?.status === 200) {
    await Promise.all((await cache.keys()).map(old => cache.delete(old)));
    await cache.put(url, answer);
  }
}

/** What was kept, or the part of it that a player asks for. */
async function kept(request) {
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
