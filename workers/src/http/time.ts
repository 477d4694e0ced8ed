/** A moment as the public API writes it: `2026-01-01T00:00:00.000000Z`. */
export function isoMicros(date: Date): string {
  return date.toISOString().replace("Z", "000Z");
}

export const isoMicrosOrNull = (date: Date | null): string | null => (date === null ? null : isoMicros(date));
