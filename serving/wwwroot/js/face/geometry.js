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

/** {width, height} scaled down to a long side of at most `limit`. */
export function within(limit, { width, height }) {
  const scale = Math.min(1, limit / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
