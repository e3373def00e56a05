import { emotions } from '../shared/emotions.js';

const key = 'session';
const version = 1;
const everyMs = 3000;
const keptTracks = 500; // as many as "play all" takes

/** Keeps queue, position, volume, mute, repeat and mood in this browser, and takes them up again after a reload. */
export class Session {
  #player;
  #music;
  #savedAt = 0;

  constructor(player, music) {
    this.#player = player;
    this.#music = music;
  }

  /** Returns the mood, or null without a session. */
  restore() {
    const kept = read();
    if (!kept) {
      return null;
    }
    const { tracks, index, seconds, volume, muted, repeats, playlist } = kept;
    this.#player.setVolume(volume);
    this.#player.mute(muted);
    this.#player.repeats = repeats;
    if (!playlist || !tracks[index]) {
      return null;
    }
    this.#player.restore(tracks, index, seconds);
    this.#music.restore(playlist, tracks);
    return playlist.isOwn ? null : playlist.emotion;
  }

  /** Saves at each event, every few seconds, and when the page goes. */
  start() {
    const save = () => this.#save();
    this.#player.addEventListener('change', () => {
      if (performance.now() - this.#savedAt > everyMs) {
        save();
      }
    });
    for (const event of ['click', 'change', 'keyup', 'pagehide', 'visibilitychange']) {
      addEventListener(event, () => setTimeout(save), { capture: true });
    }
    addEventListener('pagehide', save);
  }

  #save() {
    this.#savedAt = performance.now();
    const { tracks, index, elapsed, volume, isMuted, repeats } = this.#player;
    const from = Math.max(0, Math.min(index - keptTracks / 2, tracks.length - keptTracks));
    write({
      version, volume, muted: isMuted, repeats, index: index - from, seconds: elapsed,
      tracks: tracks.slice(from, from + keptTracks), playlist: this.#music.playlist && { ...this.#music.playlist, tracks: [] },
    });
  }
}

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    return kept?.version === version && isWhole(kept) ? kept : null;
  } catch {
    return null; // damaged, or storage is switched off
  }
}

/** Another program that has been served at this address may have kept something else under this name. */
const isWhole = ({ tracks, index, seconds, volume, muted, playlist }) =>
  tracks.every(track => typeof track.id === 'string' && typeof track.title === 'string' && typeof track.streamUrl === 'string')
  && Number.isInteger(index) && Number.isFinite(seconds) && volume >= 0 && volume <= 1 && typeof muted === 'boolean'
  && (playlist === null || (emotions.includes(playlist.emotion) && Array.isArray(playlist.route)));

function write(state) {
  try {
    localStorage.setItem(key, JSON.stringify(state));
  } catch {
    // Full, or switched off: the page works without.
  }
}
