import { goneSentence, statusSentence } from './sentences.js';

/** What the server declined, as a sentence: `status` 0 means that it did not answer at all. */
export class ApiError extends Error {
  constructor(status, sentence, retryAfter = null) {
    super(sentence);
    this.name = 'ApiError';
    this.status = status;
    this.retryAfter = retryAfter; // seconds
  }
}

const patience = 20_000; // ms until a server that says nothing counts as gone

async function call(path, { signal, ...options } = {}) {
  const timeout = AbortSignal.timeout(patience);
  let response;
  try {
    response = await fetch(path, { ...options, signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
    if (response.ok) {
      return response.status === 204 ? null : await response.json();
    }
  } catch (error) {
    if (signal?.aborted) {
      throw error;
    }
    throw new ApiError(0, goneSentence);
  }
  const problem = await response.json().catch(() => ({}));
  const wait = Number.parseInt(response.headers.get('Retry-After'), 10);
  throw new ApiError(response.status, problem.detail || statusSentence(response.status), wait || null);
}

const send = (path, photo, { whole = false, signal } = {}) => call(`${path}?face=${whole ? 'whole' : 'auto'}`, {
  method: 'POST',
  headers: { 'Content-Type': photo.type || 'application/octet-stream' },
  body: photo,
  signal,
});

export const readMood = (photo, options) => send('api/mood', photo, options);
export const readEmotions = (photo, options) => send('api/emotions', photo, options);
export const getModel = () => call('api/model');

const withApproach = (path, approach) => (approach ? `${path}?approach=${approach}` : path);

let written = Promise.resolve();

/** One after the other: the first answer to somebody new brings the cookie that the next request goes with. */
function write(method, path, body) {
  written = written.catch(() => {}).then(() => call(path, {
    method,
    keepalive: true, // a like goes through though the page is left at once
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  }));
  return written;
}

/** `approach` null: what is usual with the mood. */
export const getPlaylist = (emotion, approach = null) => call(withApproach(`api/playlists/${emotion}`, approach));
export const exportPath = (emotion, approach, format) => withApproach(`api/playlists/${emotion}.${format}`, approach);

export const like = (id, liked) => write(liked ? 'PUT' : 'DELETE', `api/tracks/${id}/like`);
export const tellPlay = (id, mood, seconds, finished) => write('POST', `api/tracks/${id}/plays`, { mood, seconds, finished });
export const chooseMood = (id, mood) => write('PUT', `api/tracks/${id}/mood`, { mood });
export const search = (words, signal) => call(`api/library/tracks?q=${encodeURIComponent(words)}`, { signal });

export const getHistory = () => call('api/listener/history');
export const keepHistory = keep => write('PUT', 'api/listener/history', { keep });
export const tellMood = (mood, confidence) => write('POST', 'api/listener/moods', { mood, confidence });
export const forget = () => write('DELETE', 'api/listener');
