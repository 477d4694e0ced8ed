/** Minutes, hours, days of the month, months, days of the week (0 = Sunday) that fit; each as a set. */
export interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** Either day field fits when both are restricted, as in every cron. */
  readonly eitherDay: boolean;
}

const RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;
const PART = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/;

/** A cron expression of five fields with `*`, lists, ranges and steps; null when it is none. */
export function parseCron(text: string): Cron | null {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5) return null;
  const sets = fields.map((field, index) => parseField(field, RANGES[index]!));
  const [minutes, hours, days, months, weekdays] = sets;
  if (!minutes || !hours || !days || !months || !weekdays) return null;
  if (weekdays.has(7)) weekdays.add(0);
  return { minutes, hours, days, months, weekdays, eitherDay: fields[2] !== "*" && fields[4] !== "*" };
}

function parseField(field: string, [least, most]: readonly [number, number]): Set<number> | null {
  const found = new Set<number>();
  for (const part of field.split(",")) {
    const match = PART.exec(part);
    if (!match) return null;
    const [, from, to, every] = match;
    const start = from === undefined ? least : Number(from);
    const end = to === undefined ? (from === undefined || every !== undefined ? most : start) : Number(to);
    const step = every === undefined ? 1 : Number(every);
    if (start < least || end > most || start > end || step === 0) return null;
    for (let value = start; value <= end; value += step) found.add(value);
  }
  return found;
}

const MINUTE = 60_000;
/** A 29 February can be eight years away. */
const FARTHEST_DAYS = 366 * 9;

/** The first minute after `after` (ms, UTC) that fits; null when none ever does (31 February). */
export function nextCron(cron: Cron, after: number): number | null {
  const start = Math.floor(after / MINUTE) * MINUTE + MINUTE;
  const date = new Date(start);
  for (let day = 0; day < FARTHEST_DAYS; day++) {
    if (fitsDay(cron, date)) {
      const time = firstTime(cron, date);
      if (time !== null) return time;
    }
    date.setUTCHours(24, 0, 0, 0);
  }
  return null;
}

function fitsDay(cron: Cron, date: Date): boolean {
  if (!cron.months.has(date.getUTCMonth() + 1)) return false;
  const byDate = cron.days.has(date.getUTCDate());
  const byWeekday = cron.weekdays.has(date.getUTCDay());
  return cron.eitherDay ? byDate || byWeekday : byDate && byWeekday;
}

/** The first fitting minute of the date's own day, at or after the date. */
function firstTime(cron: Cron, date: Date): number | null {
  const [hour, minute] = [date.getUTCHours(), date.getUTCMinutes()];
  for (let h = hour; h < 24; h++) {
    if (!cron.hours.has(h)) continue;
    for (let m = h === hour ? minute : 0; m < 60; m++) {
      if (cron.minutes.has(m))
        return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), h, m);
    }
  }
  return null;
}
