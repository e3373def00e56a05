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
      return await response.json();
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
export const getPlaylist = emotion => call(`api/playlists/${encodeURIComponent(emotion)}`);
