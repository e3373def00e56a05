/** The elements of index.html that modules use, by id; a missing one throws. */
const ids = [
  'camera', 'stage', 'video', 'picture', 'faces', 'consent', 'accuracy', 'clear', 'drop', 'read', 'live', 'choose',
  'file', 'report', 'moods', 'status', 'status-text', 'status-action', 'reading', 'crop', 'emotion', 'confidence',
  'correct-open', 'dot', 'correct', 'chips', 'keys', 'music', 'genre', 'title', 'quote-block', 'quote', 'author',
  'blocked', 'big-play', 'hint', 'hint-text', 'hint-action', 'tracks', 'player', 'audio', 'now-title', 'now-artist',
  'note', 'note-action', 'notices', 'previous', 'toggle', 'toggle-icon', 'next', 'seek', 'elapsed', 'duration',
  'mute', 'mute-icon', 'volume', 'help', 'help-open', 'help-close', 'approach', 'approach-path', 'route',
  'waypoints', 'shuffle', 'repeat', 'new-mix', 'export-m3u8', 'export-xspf', 'save-mix', 'share', 'selection',
  'selection-count', 'selection-next', 'selection-queue', 'selection-remove', 'selection-clear', 'name-mix',
  'name-mix-form', 'name-mix-input', 'name-mix-cancel', 'library-close', 'shelves', 'shelf', 'grid', 'opened',
  'opened-back', 'opened-title', 'opened-play', 'opened-queue', 'library', 'analysis', 'nothing-found', 'search',
  'found', 'left-out', 'left-out-text', 'left-out-list', 'cover', 'like', 'settings', 'settings-open',
  'settings-close', 'crossfade', 'crossfade-text', 'history-enabled', 'history', 'chart', 'legend', 'chart-days',
  'chart-hours', 'language', 'row-menu', 'theme', 'sleep', 'forget', 'forget-yes', 'forget-no', 'history-text',
  'export-csv', 'export-json', 'adjustment', 'adjustment-reset', 'delete-data', 'settings-status',
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
