import { problemMessage, serverDownMessage } from './messages.js';

/** A failed request, with the server's message. `status` 0 means no response. */
export class ApiError extends Error {
  constructor(status, message, retryAfter = null) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.retryAfter = retryAfter; // seconds
  }
}

const timeoutMs = 20_000;
const againAfterMs = 300;

/** `once`: the server would count a second one. */
async function call(path, /** @type {RequestInit & { once?: boolean }} */ { signal, once = false, ...options } = {}) {
  const timeout = AbortSignal.timeout(timeoutMs);
  const request = { ...options, signal: signal ? AbortSignal.any([signal, timeout]) : timeout };
  let response, body;
  try {
    [response, body] = await (once ? ask(path, request) : askAgain(path, request));
  } catch (error) {
    if (signal?.aborted) {
      throw error;
    }
    dispatchEvent(new Event('unanswered')); // connection.js looks whether the server is gone
    throw new ApiError(0, serverDownMessage());
  }
  if (response.ok) {
    return body;
  }
  const problem = await response.json().catch(() => ({}));
  const wait = Number.parseInt(response.headers.get('Retry-After'), 10);
  throw new ApiError(response.status, problemMessage(response.status, problem.detail), wait || null);
}

async function ask(path, request) {
  const response = await fetch(path, request);
  return [response, response.ok && response.status !== 204 ? await response.json() : null];
}

/** A browser drops what is under way when the network changes, as a laptop's does on the way to another room. */
async function askAgain(path, request) {
  try {
    return await ask(path, request);
  } catch (error) {
    if (request.signal.aborted) {
      throw error;
    }
    await new Promise(resolve => { setTimeout(resolve, againAfterMs); });
    return ask(path, request);
  }
}

const list = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join();
const query = (whole, near) => `face=${whole ? 'whole' : 'auto'}${near ? `&near=${list(near)}` : ''}`;

/** `near`: where the face was in the frame before, in pixels of the photo; the server looks there first. */
const send = (path, photo, { whole = false, near = null, signal = undefined } = {}) => call(`${path}?${query(whole, near)}`, {
  method: 'POST',
  headers: { 'Content-Type': photo.type || 'application/octet-stream' },
  body: photo,
  signal,
});

export const detectMood = (photo, options) => send('api/mood', photo, options);
export const detectEmotions = (photo, options) => send('api/emotions', photo, options);
export const getModel = () => call('api/model');

let lastWrite = Promise.resolve();

/** One after the other: the first response to a new listener sets the cookie that the next request needs. */
function write(method, path, body) {
  lastWrite = lastWrite.catch(() => {}).then(() => call(path, {
    method,
    once: method === 'POST',
    keepalive: true, // the request survives leaving the page
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  }));
  return lastWrite;
}

/** `approach` null: the default for the mood. `after`: the id of the tracks so far, which the list goes on from. */
export function getPlaylist(emotion, approach = null, after = null) {
  const parameters = new URLSearchParams(Object.entries({ approach, after }).filter(([, value]) => value));
  return call(`api/playlists/${emotion}${parameters.size > 0 ? `?${parameters}` : ''}`);
}

export const exportPath = (id, format) => `api/playlists/${id}.${format}`;
export const getLibrary = () => call('api/library');

export const like = (id, liked) => write(liked ? 'PUT' : 'DELETE', `api/tracks/${id}/like`);
export const reportPlay = (id, mood, seconds, finished) => write('POST', `api/tracks/${id}/plays`, { mood, seconds, finished });
export const chooseMood = (id, mood) => write('PUT', `api/tracks/${id}/mood`, { mood });

const page = ({ skip = 0, take = 100, ...wanted } = {}) => new URLSearchParams({ ...wanted, skip: String(skip), take: String(take) });

/** Tracks by { q, artist, albumOf, genre, mood, liked }, a page of them: { skip, take }. */
export const getTracks = (wanted, signal) => call(`api/library/tracks?${page(wanted)}`, { signal });

/** `shelf` is artists, albums, genres or moods: [{ name, artist, tracks, coverUrl, trackId }]. */
export const getShelf = (shelf, wanted, signal) => call(`api/library/${shelf}?${page(wanted)}`, { signal });

export const getHistory = () => call('api/listener/history');
export const setHistoryEnabled = enabled => write('PUT', 'api/listener/history', { keep: enabled });
export const reportMood = (mood, confidence) => write('POST', 'api/listener/moods', { mood, confidence });

/** `read`: the scores as the model read them, without any adjustment; `said`: the visitor's word for that face. */
export const correctReading = (read, said) => write('POST', 'api/listener/corrections', { read, said });
export const getCorrections = () => call('api/listener/corrections');
export const deleteCorrections = () => write('DELETE', 'api/listener/corrections');
export const setAdjustmentEnabled = enabled => write('PUT', 'api/listener/adjustment', { on: enabled });
export const deleteMyData = () => write('DELETE', 'api/listener');
