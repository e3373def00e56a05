/** Formats seconds as m:ss; dashes if unknown. */
export function formatTime(seconds) {
  if (!Number.isFinite(seconds)) {
    return '–:––';
  }
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
