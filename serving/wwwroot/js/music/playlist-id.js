import { emotions } from '../shared/emotions.js';

const version = 1;
const approaches = ['match', 'lift', 'calm'];
const maxTracks = 250; // the id has to fit into a URL

/** The id of a list as it is on the page, as serving/Player/Playlists/PlaylistId.cs reads it. */
export function playlistId(emotion, approach, tracks) {
  const bytes = [version, emotions.indexOf(emotion), approaches.indexOf(approach)];
  for (const { id } of tracks.slice(0, maxTracks)) {
    bytes.push(...id.match(/../g).map(digits => Number.parseInt(digits, 16)));
  }
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
