import { type ChartData, PALETTE_SIZE } from "./types.ts";

/** Something counted on a UTC day (`YYYY-MM-DD`). */
export interface DayCount {
  readonly day: string;
  readonly name: string;
  readonly count: number;
}

const DAY_MS = 86_400_000;

/** UTC days, oldest first, `today` (`YYYY-MM-DD`) last. */
export function lastDays(count: number, today: string): string[] {
  const end = Date.parse(`${today}T00:00:00Z`);
  return [...Array(count).keys()].map((index) =>
    new Date(end - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  );
}

/** Counts as a chart, a series a name, largest first; what the palette has no colour for is one series. */
export function dayChart(counts: readonly DayCount[], days: readonly string[]): ChartData {
  const sums = new Map<string, number[]>();
  for (const { day, name, count } of counts) {
    const index = days.indexOf(day);
    if (index === -1) continue;
    const values = sums.get(name) ?? days.map(() => 0);
    values[index] = (values[index] ?? 0) + count;
    sums.set(name, values);
  }
  const all = [...sums]
    .map(([name, values]) => ({ name, values, total: values.reduce((sum, value) => sum + value, 0) }))
    .sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1));
  const rest = all.length > PALETTE_SIZE ? all.slice(PALETTE_SIZE - 1) : [];
  const shown = rest.length > 0 ? [...all.slice(0, PALETTE_SIZE - 1), joined(rest, days.length)] : all;
  return {
    buckets: days,
    labels: days.map((day) => `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]}`),
    lastIncomplete: true,
    series: shown.map(({ name, values, total }, color) => ({
      key: name,
      label: name,
      color,
      faint: false,
      values,
      total,
    })),
  };
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function joined(rest: readonly { values: readonly number[]; total: number }[], length: number) {
  const values = Array.from({ length }, (_, index) =>
    rest.reduce((sum, { values: own }) => sum + (own[index] ?? 0), 0),
  );
  return { name: "Others", values, total: rest.reduce((sum, { total }) => sum + total, 0) };
}
