/** Every element of index.html that a module touches, by its id; a missing one is said by name. */
const ids = [
  'mirror', 'stage', 'video', 'picture', 'faces', 'oval', 'consent', 'accuracy', 'clear', 'drop', 'read', 'live',
  'choose', 'file', 'fine', 'model', 'model-text', 'report', 'moods', 'status', 'status-text', 'status-action',
  'reading', 'crop', 'emotion', 'sure', 'wrong', 'affect', 'dot', 'correct', 'chips', 'keys', 'music', 'genre',
  'title', 'quote-block', 'quote', 'author', 'blocked', 'big-play', 'hint', 'hint-text', 'hint-action', 'tracks',
  'player', 'audio', 'now-title', 'now-artist', 'note', 'previous', 'toggle', 'toggle-sign', 'next', 'seek',
  'elapsed', 'duration', 'mute', 'mute-sign', 'volume', 'help', 'help-open', 'help-close', 'approach', 'approach-path',
  'route', 'waypoints', 'shuffle', 'repeat', 'again', 'export-m3u8', 'export-xspf', 'search', 'found', 'cover', 'like',
  'you', 'you-open', 'you-close', 'crossfade', 'crossfade-text', 'keep', 'history', 'chart', 'chart-days', 'chart-hours',
  'history-text', 'save-csv', 'save-json', 'forget', 'you-said',
];

const find = id => {
  const element = document.getElementById(id);
  if (!element) {
    throw new Error(`index.html has no element with the id "${id}"`);
  }
  return element;
};

const camelCase = id => id.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

export const elements = Object.fromEntries(ids.map(id => [camelCase(id), find(id)]));
export const keys = [...elements.keys.querySelectorAll('.key')];
