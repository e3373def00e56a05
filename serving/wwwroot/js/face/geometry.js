/**
 * Converts between a picture's pixels and the stage that shows it. Picture and stage are {width, height}; a box is
 * {x, y, width, height} in pixels from the top left. `fit` is CSS object-fit: cover crops, contain leaves margins.
 */
function placement(picture, stage, fit) {
  const across = stage.width / picture.width;
  const down = stage.height / picture.height;
  const scale = fit === 'cover' ? Math.max(across, down) : Math.min(across, down);
  return {
    scale,
    left: (stage.width - picture.width * scale) / 2,
    top: (stage.height - picture.height * scale) / 2,
  };
}

export function pictureToStage(box, picture, stage, { fit = 'cover', mirrored = false } = {}) {
  const { scale, left, top } = placement(picture, stage, fit);
  const x = left + box.x * scale;
  const width = box.width * scale;
  return { x: mirrored ? stage.width - x - width : x, y: top + box.y * scale, width, height: box.height * scale };
}

/** The inverse, clamped to the picture, in whole pixels. */
export function stageToPicture(box, picture, stage, { fit = 'cover', mirrored = false } = {}) {
  const { scale, left, top } = placement(picture, stage, fit);
  const x = mirrored ? stage.width - box.x - box.width : box.x;
  const clamp = (value, max) => Math.round(Math.min(Math.max(value, 0), max));
  const from = { x: clamp((x - left) / scale, picture.width), y: clamp((box.y - top) / scale, picture.height) };
  return {
    ...from,
    width: clamp(box.width / scale, picture.width - from.x),
    height: clamp(box.height / scale, picture.height - from.y),
  };
}

/** {width, height} scaled down to a long side of at most `limit`. */
export function within(limit, { width, height }) {
  const scale = Math.min(1, limit / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
