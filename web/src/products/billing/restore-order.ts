import type { RestoreOrder } from "./archive-api.ts";

const MINUTE_MS = 60_000;

/** What a form asks to restore, its last minute included (`YYYY-MM-DDTHH:MM`, UTC); null when that is no span of time. */
export function restoreOrder(from: string, to: string, event: string): RestoreOrder | null {
  const [start, last] = [Date.parse(`${from}Z`), Date.parse(`${to}Z`)];
  if (!(start <= last)) return null;
  return {
    date_from: new Date(start).toISOString(),
    date_to: new Date(last + MINUTE_MS).toISOString(),
    event: event.trim(),
  };
}

/** How far a restoration is, in words. */
export function restoreText({
  state,
  done,
  total,
  restored,
}: {
  readonly state: string;
  readonly done: number;
  readonly total: number | null;
  readonly restored: number;
}): string {
  const stored = `${restored.toLocaleString("en-US")} stored`;
  if (state === "done") return stored;
  if (state === "cancelled") return `Stopped, ${stored}`;
  const looked =
    total === null
      ? "Waiting"
      : `${Math.min(done, total).toLocaleString("en-US")} of ${total.toLocaleString("en-US")} looked at`;
  return `${looked}, ${stored}`;
}
