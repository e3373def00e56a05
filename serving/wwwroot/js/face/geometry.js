/**
 * Where a box in a picture lies on the stage that shows it. Picture and stage are {width, height}; a box is
 * {x, y, width, height} in pixels from the top left. `fit` is CSS object-fit: cover crops, contain leaves margins.
 */
export function pictureToStage(box, picture, stage, { fit = 'cover', mirrored = false } = {}) {
  const across = stage.width / picture.width;
  const down = stage.height / picture.height;
  const scale = fit === 'cover' ? Math.max(across, down) : Math.min(across, down);
  const x = (stage.width - picture.width * scale) / 2 + box.x * scale;
  const y = (stage.height - picture.height * scale) / 2 + box.y * scale;
  const width = box.width * scale;
  return { x: mirrored ? stage.width - x - width : x, y, width, height: box.height * scale };
}

const gap = 6; // px between a box and its label

/**
 * Where the label of a box goes on the stage: {x, y}. Above the box, else below it, wherever it covers none of `others`
 * (boxes); inside at the top where there is room for neither.
 */
export function labelPlace(box, label, stage, others = []) {
  const x = Math.max(0, Math.min(box.x + (box.width - label.width) / 2, stage.width - label.width));
  const isFree = y => y >= 0 && y + label.height <= stage.height && !others.some(other =>
    other.x < x + label.width && x < other.x + other.width && other.y < y + label.height && y < other.y + other.height);
  const y = [box.y - label.height - gap, box.y + box.height + gap].find(isFree) ?? Math.max(0, box.y) + gap;
  return { x, y };
}

/** {width, height} scaled down to a long side of at most `limit`. */
export function within(limit, { width, height }) {
  const scale = Math.min(1, limit / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
