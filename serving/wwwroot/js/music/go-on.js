import { getPlaylist } from '../shared/api.js';
import { showApproach } from './approach-view.js';
import { playlistId } from './playlist-id.js';
import { markCurrentTrack } from './playlist-view.js';

const fewLeft = 3; // tracks after the current one

/** When few tracks of a mood's list are left, fetches the next ones, so that the music goes on by itself. */
export class GoOn {
  #player;
  #at = null; // the track at which more were fetched

  constructor(player) {
    this.#player = player;
  }

  /** `list` is what plays; `isCurrent()` says whether it still does when the answer has come. */
  async check(list, isCurrent) {
    const { tracks, index, track, repeats, isWanted } = this.#player;
    if (!list || list.isOwn || !isWanted || repeats || tracks.length - 1 - index > fewLeft || track === this.#at) {
      return;
    }
    this.#at = track; // once a track, also if it fails or the library has no more
    const { emotion, approach, route } = list;
    try {
      const next = await getPlaylist(emotion, approach, playlistId(emotion, approach, tracks));
      if (isCurrent()) {
        this.#player.append(next.tracks);
        showApproach({ approach, route, tracks: this.#player.tracks });
        markCurrentTrack(this.#player.track, this.#player.isWanted);
      }
    } catch {
      // After the last track it is tried again, with a message.
    }
  }
}
