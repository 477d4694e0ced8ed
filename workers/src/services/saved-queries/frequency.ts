const HOUR = 3_600_000;

/** How often a materialised view is computed anew. */
const FREQUENCIES = {
  "15min": HOUR / 4,
  "30min": HOUR / 2,
  "1hour": HOUR,
  "6hour": 6 * HOUR,
  "12hour": 12 * HOUR,
  "24hour": 24 * HOUR,
  "7day": 168 * HOUR,
  "30day": 720 * HOUR,
} as const;

export type Frequency = keyof typeof FREQUENCIES;
export const FREQUENCY_NAMES = Object.keys(FREQUENCIES) as [Frequency, ...Frequency[]];
export const DEFAULT_FREQUENCY: Frequency = "24hour";

/** When the next run is due; null for what is never run by itself. */
export function nextRun(frequency: string, now: Date): Date | null {
  return Object.hasOwn(FREQUENCIES, frequency)
    ? new Date(now.getTime() + FREQUENCIES[frequency as Frequency])
    : null;
}
