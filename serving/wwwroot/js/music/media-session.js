const step = 5; // s

/** Headphone buttons, lock screen and media keys. */
export function bindMediaSession(player) {
  const session = navigator.mediaSession;
  if (!session) {
    return;
  }
  /** @type {Partial<Record<MediaSessionAction, MediaSessionActionHandler>>} */
  const actions = {
    play: () => player.play(),
    pause: () => player.pause(),
    nexttrack: () => player.next(),
    previoustrack: () => player.previous(),
    seekto: ({ seekTime }) => player.seek(seekTime),
    seekbackward: ({ seekOffset }) => player.seek(player.elapsed - (seekOffset ?? step)),
    seekforward: ({ seekOffset }) => player.seek(player.elapsed + (seekOffset ?? step)),
  };
  for (const [name, act] of Object.entries(actions)) {
    try {
      session.setActionHandler(/** @type {MediaSessionAction} */ (name), act);
    } catch {
      // Browsers without this action do not show its button.
    }
  }
  let shown = null;
  player.addEventListener('change', () => {
    const { track, duration, elapsed } = player;
    if (track !== shown) {
      shown = track;
      session.metadata = track && new MediaMetadata({
        title: track.title,
        artist: track.artist ?? '',
        album: track.album ?? '',
        artwork: track.coverUrl ? [{ src: new URL(track.coverUrl, document.baseURI).href }]
          : [{ src: new URL('icon.svg', document.baseURI).href, sizes: 'any', type: 'image/svg+xml' }],
      });
    }
    session.playbackState = !track ? 'none' : player.isWanted ? 'playing' : 'paused';
    if (Number.isFinite(duration) && duration > 0) {
      session.setPositionState?.({ duration, position: Math.min(elapsed, duration), playbackRate: 1 });
    }
  });
}
