import type { EventRow } from "../events/types.ts";

/** Rows on the screen, rows that wait (paused, or the reader has scrolled), newest first. */
export interface LiveBuffer {
  readonly shown: readonly EventRow[];
  readonly waiting: readonly EventRow[];
}

export const EMPTY_BUFFER: LiveBuffer = { shown: [], waiting: [] };

/** At most this many rows stay in memory and on the screen. */
export const KEEP = 400;

/** Adds what a poll found. Known uuids are ignored, so polls may overlap; late events sort in by arrival. */
export function receive(buffer: LiveBuffer, rows: readonly EventRow[], hold: boolean): LiveBuffer {
  const known = new Set([...buffer.shown, ...buffer.waiting].map((row) => row.uuid));
  const fresh = newestFirst(rows.filter((row) => !known.has(row.uuid)));
  if (fresh.length === 0) return hold ? buffer : release(buffer);
  const waiting = newestFirst([...fresh, ...buffer.waiting]).slice(0, KEEP);
  const next = { shown: buffer.shown, waiting };
  return hold ? next : release(next);
}

/** Moves the waiting rows onto the screen. */
export function release(buffer: LiveBuffer): LiveBuffer {
  if (buffer.waiting.length === 0) return buffer;
  return { shown: [...buffer.waiting, ...buffer.shown].slice(0, KEEP), waiting: [] };
}

/** Arrival of the newest row, as the API gave it; null when there is none. */
export function newestArrival(buffer: LiveBuffer): string | null {
  const row = buffer.waiting[0] ?? buffer.shown[0];
  return row ? arrival(row) : null;
}

function arrival(row: EventRow): string {
  return row.created_at ?? row.timestamp;
}

function newestFirst(rows: readonly EventRow[]): EventRow[] {
  return rows.toSorted(
    (a, b) => arrival(b).localeCompare(arrival(a)) || b.timestamp.localeCompare(a.timestamp),
  );
}
