/** Delay before attempt `failures + 1`: doubles from 250 ms up to `maxMs`, of which the upper half is random. */
export function backoffMs(failures: number, maxMs: number, random: number): number {
  const full = Math.min(maxMs, 250 * 2 ** Math.min(failures - 1, 20));
  return Math.round(full / 2 + (full / 2) * random);
}
