import { nextCron, parseCron } from "./cron.ts";

export const INTERVALS = ["hourly", "daily", "weekly", "monthly", "yearly"] as const;
export type Interval = (typeof INTERVALS)[number];

/** How a change repeats: by a named interval or by a cron expression (UTC). */
export interface Recurrence {
  readonly interval: Interval | null;
  readonly cron: string | null;
}

const HOUR = 3_600_000;
const FIXED: Partial<Record<Interval, number>> = { hourly: HOUR, daily: 24 * HOUR, weekly: 168 * HOUR };

/**
 * When a change that was due at `due` is due again, after `now` (ms): runs that were missed are not made up for. Null
 * when it never is. Months and years keep the day and end at the month's last one.
 */
export function nextRun({ interval, cron }: Recurrence, due: number, now: number): number | null {
  if (cron !== null) {
    const parsed = parseCron(cron);
    return parsed && nextCron(parsed, Math.max(due, now));
  }
  if (interval === null) return null;
  const fixed = FIXED[interval];
  if (fixed !== undefined) return due + fixed * Math.max(1, Math.floor((now - due) / fixed) + 1);
  const months = interval === "monthly" ? 1 : 12;
  for (let count = 1; ; count++) {
    const next = addMonths(due, months * count);
    if (next > now) return next;
  }
}

function addMonths(at: number, months: number): number {
  const date = new Date(at);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime();
}
