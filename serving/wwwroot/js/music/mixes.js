const key = 'mixes';

/** The mixes that a listener saved in this browser: [{ id, name, count, savedAt }], newest first. `id` is the list's. */
export function savedMixes() {
  try {
    const mixes = JSON.parse(localStorage.getItem(key)) ?? [];
    return mixes.filter(mix => typeof mix?.id === 'string' && typeof mix.name === 'string' && Number.isFinite(mix.savedAt));
  } catch {
    return []; // damaged, or storage is switched off
  }
}

/** A mix with the same name is replaced. Returns whether this browser keeps it. */
export function saveMix({ id, name, count }) {
  return keep([{ id, name, count, savedAt: Date.now() }, ...savedMixes().filter(mix => mix.name !== name)]);
}

/** Returns whether this browser keeps it. */
export function renameMix(name, other) {
  return keep(savedMixes().filter(mix => mix.name !== other || mix.name === name)
    .map(mix => (mix.name === name ? { ...mix, name: other } : mix)));
}

/** Returns a function that brings it back. */
export function deleteMix(name) {
  const before = savedMixes();
  keep(before.filter(mix => mix.name !== name));
  return () => keep(before);
}

export const forgetMixes = () => keep([]);

function keep(mixes) {
  try {
    localStorage.setItem(key, JSON.stringify(mixes));
    return true;
  } catch {
    return false; // full, or storage is switched off
  }
}
