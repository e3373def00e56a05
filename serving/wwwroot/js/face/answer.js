import { elements } from '../shared/elements.js';
import { feelingOf } from '../shared/emotions.js';
import { t } from '../shared/i18n.js';
import { unreadableFaceMessage } from '../shared/messages.js';
import { showStatus } from '../shared/status.js';
import { hideResult, isReadable, showResult } from './result-view.js';
import { showFaces } from './stage.js';

/** Shows the faces that the server found in a picture, and lets the visitor choose among them. */
export class Answer {
  #onMood;
  #useWhole;

  /** `onMood` gets the mood of the chosen face; `useWhole` reads the whole picture as a face. */
  constructor(onMood, useWhole) {
    this.#onMood = onMood;
    this.#useWhole = useWhole;
  }

  /** `guess`: the face is read whatever its quality. */
  show({ faces, hint, playlist }, picture, guess = false) {
    const size = picture && { width: picture.width, height: picture.height };
    if (faces.length === 0) {
      hideResult();
      this.#noFace();
      return;
    }
    const chosen = Math.max(0, faces.findIndex(isReadable));
    if (!this.#showFace(faces, chosen, size, guess)) {
      return;
    }
    const { emotion, confidence } = faces[chosen];
    const key = faces.length === 1 ? 'face.look' : chosen === 0 ? 'face.largest' : 'face.largest-readable';
    showStatus(() => t(key, { count: faces.length, feeling: feelingOf(emotion) }));
    // The playlist in the answer is for the largest face.
    this.#onMood(chosen === 0 ? { emotion, confidence, playlist, absent: playlist ? null : hint } : { emotion, confidence });
  }

  /**
   * Shows the result of one face and the boxes of all; a press on another box selects that face. If the face cannot be read,
   * says why and returns false, unless a guess is wanted.
   */
  #showFace(faces, chosen, size, guess = false) {
    if (size) {
      showFaces(faces, size, { chosen, pick: index => this.#pick(faces, index, size) });
    }
    const face = faces[chosen];
    if (guess || isReadable(face)) {
      showResult(face);
      return true;
    }
    hideResult();
    showStatus(() => unreadableFaceMessage(face.quality.problems), {
      tone: 'error', label: 'face.guess', action: () => this.#pick(faces, chosen, size, true),
    });
    return false;
  }

  #pick(faces, index, size, guess = false) {
    if (this.#showFace(faces, index, size, guess)) {
      const { emotion, confidence } = faces[index];
      showStatus(() => t('face.other', { feeling: feelingOf(emotion) }));
      this.#onMood({ emotion, confidence });
    }
  }

  /** A photo of just a face may defeat the face finder. */
  #noFace() {
    if (elements.stage.dataset.mode === 'photo') {
      showStatus(() => t('face.none-in-photo'), {
        tone: 'error',
        label: 'face.whole',
        action: this.#useWhole,
      });
    } else {
      showStatus(() => t('face.none'), { tone: 'error' });
    }
  }
}
