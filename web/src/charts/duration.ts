const UNITS = [
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
] as const;

/** Seconds in at most two units: `3 h 20 min`, `42 s`; parts of a second below one. */
export function duration(seconds: number): string {
  if (seconds < 0) return `−${duration(-seconds)}`;
  if (seconds < 1 && seconds > 0) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 10 && seconds % 1 !== 0) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const at = UNITS.findIndex(([, size]) => whole >= size);
  const [unit, size] = UNITS[at] ?? ["s", 1];
  const next = UNITS[at + 1];
  const count = Math.floor(whole / size);
  const rest = next ? Math.round((whole - count * size) / next[1]) : 0;
  return next && rest > 0 && rest * next[1] < size
    ? `${count} ${unit} ${rest} ${next[0]}`
    : `${count} ${unit}`;
}
