/**
 * The volume of an audio element for a track, 0 to 1, so that all tracks sound equally loud. An element cannot amplify, so a
 * quiet track is raised only as far as the listener's volume leaves room; nothing clips.
 * @param {number} volume The listener's volume, 0 to 1.
 * @param {?number} gain The track's gain in dB; null if unknown.
 */
export const levelled = (volume, gain) => Math.min(1, volume * 10 ** ((gain ?? 0) / 20));
