import type { TestEvent } from "./event-rows.ts";

/** The definitions of insights in the simplest possible code, to compare the engine's answers with. */

export type Unit = "hour" | "day" | "week" | "month";
/** Number of the local hour, day, week or month that holds a moment: consecutive ones differ by 1. */
export type UnitOf = (at: string) => number;

export function unitOf(unit: Unit, zone: string, weekStart: 0 | 1): UnitOf {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone: zone });
  return (at) => {
    if (unit === "hour") return Math.floor(Date.parse(at) / 3_600_000);
    const date = format.format(Date.parse(at));
    const day = Date.parse(date) / 86_400_000;
    if (unit === "day") return day;
    // 1 January 1970 was a Thursday.
    if (unit === "week") return Math.floor((day + (weekStart === 1 ? 3 : 4)) / 7);
    return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  };
}

const named = (name: string | null) => (event: TestEvent) => name === null || event.event === name;

function byUser(events: readonly TestEvent[]): TestEvent[][] {
  const sorted = events.toSorted((a, b) => (a.at < b.at ? -1 : 1));
  return [...Map.groupBy(sorted, ({ user }) => user).values()];
}

const countsByUnit = (events: readonly TestEvent[], unit: UnitOf): Map<number, number> =>
  new Map([...Map.groupBy(events, ({ at }) => unit(at))].map(([key, list]) => [key, list.length]));

export interface RetentionAsked {
  readonly target: string | null;
  readonly returning: string | null;
  readonly firstTime: boolean;
  readonly cumulative: boolean;
  readonly minimum: number;
  readonly intervals: number;
}

/** Rows of a retention table whose last interval is `last`; cells after it are 0. */
export function retentionTable(
  events: readonly TestEvent[],
  asked: RetentionAsked,
  unit: UnitOf,
  last: number,
): number[][] {
  const first = last - asked.intervals + 1;
  const table = Array.from({ length: asked.intervals }, () => Array<number>(asked.intervals).fill(0));
  for (const own of byUser(events)) {
    const targets = own.filter(named(asked.target)).map(({ at }) => unit(at));
    const returns = [...countsByUnit(own.filter(named(asked.returning)), unit)]
      .filter(([, count]) => count >= asked.minimum)
      .map(([key]) => key);
    for (const start of new Set(asked.firstTime ? targets.slice(0, 1) : targets)) {
      const row = table[start - first];
      if (!row) continue;
      for (let step = 0; start + step <= last; step++) {
        const back = (key: number) =>
          asked.cumulative ? key >= start + step && key <= last : key === start + step;
        if (step === 0 || returns.some(back)) row[step] = (row[step] ?? 0) + 1;
      }
    }
  }
  return table;
}

/** Users active in exactly 1, 2, … units of `first`…`last`. */
export function stickinessBins(
  events: readonly TestEvent[],
  event: string | null,
  unit: UnitOf,
  [first, last]: readonly [number, number],
): number[] {
  const bins = Array<number>(last - first + 1).fill(0);
  for (const own of byUser(events.filter(named(event)))) {
    const active = [...countsByUnit(own, unit).keys()].filter((key) => key >= first && key <= last).length;
    if (active > 0) bins[active - 1] = (bins[active - 1] ?? 0) + 1;
  }
  return bins;
}

/** New, returning, resurrecting and dormant users of each unit of `first`…`last`. */
export function lifecycleCounts(
  events: readonly TestEvent[],
  event: string | null,
  unit: UnitOf,
  [first, last]: readonly [number, number],
): Record<string, number[]> {
  const zeros = () => Array<number>(last - first + 1).fill(0);
  const counts = { new: zeros(), returning: zeros(), resurrecting: zeros(), dormant: zeros() };
  for (const own of byUser(events.filter(named(event)))) {
    const active = countsByUnit(own, unit);
    const born = Math.min(...active.keys());
    for (let now = first; now <= last; now++) {
      const before = active.has(now - 1);
      const status = active.has(now)
        ? now === born
          ? "new"
          : before
            ? "returning"
            : "resurrecting"
        : before
          ? "dormant"
          : undefined;
      if (!status) continue;
      const values = counts[status];
      values[now - first] = (values[now - first] ?? 0) + (status === "dormant" ? -1 : 1);
    }
  }
  return counts;
}

export interface PathsAsked {
  readonly start: string | undefined;
  readonly end: string | undefined;
  readonly steps: number;
}

/** Links of paths over event names; moments must differ. */
export function pathLinks(events: readonly TestEvent[], asked: PathsAsked): object[] {
  const links = new Map<string, number[]>();
  for (const own of byUser(events)) {
    for (const path of visits(own).map((visit) => cut(visit, asked))) {
      for (const [index, step] of path.slice(0, -1).entries()) {
        const next = path[index + 1] as TestEvent;
        const key = JSON.stringify([`${index + 1}_${step.event}`, `${index + 2}_${next.event}`]);
        links.set(key, [...(links.get(key) ?? []), Date.parse(next.at) - Date.parse(step.at)]);
      }
    }
  }
  return [...links]
    .map(([key, times]) => {
      const [source, target] = JSON.parse(key) as [string, string];
      const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
      return { source, target, value: times.length, average_conversion_time: Math.round(mean) };
    })
    .sort((a, b) => b.value - a.value || order(a.source, b.source) || order(a.target, b.target));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function visits(own: readonly TestEvent[]): TestEvent[][] {
  const all: TestEvent[][] = [];
  let before: TestEvent | undefined;
  for (const event of own) {
    const paused = !before || Date.parse(event.at) - Date.parse(before.at) > 30 * 60_000;
    if (paused) all.push([event]);
    else if (before?.event !== event.event) all.at(-1)?.push(event);
    before = event;
  }
  return all;
}

function cut(visit: TestEvent[], { start, end, steps }: PathsAsked): TestEvent[] {
  let path = visit;
  if (start !== undefined) {
    const at = path.findIndex(({ event }) => event === start);
    path = at < 0 ? [] : path.slice(at);
  }
  if (end === undefined) return path.slice(0, steps);
  const at = path.findIndex(({ event }, index) => event === end && (start === undefined || index > 0));
  path = at < 0 ? [] : path.slice(0, at + 1);
  if (start === undefined) return path.slice(-steps);
  if (path.length <= steps) return path;
  const half = Math.floor(steps / 2);
  const middle = { ...(path[half] as TestEvent), event: "..." };
  return [...path.slice(0, half), middle, ...path.slice(-half)];
}
