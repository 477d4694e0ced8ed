import type { JsonObject } from "@edgewise/core/events/types.ts";
import fc from "fast-check";
import type { TestEvent } from "../event-rows.ts";
import type { InsightRunner } from "../insight-runner.ts";

/** Random projects, and the definitions' view of them: a user's events in order, the unit that holds a moment. */

/** Where a project lives: what decides its days and weeks. */
export interface Place {
  readonly zone: string;
  readonly weekStart: 0 | 1;
}

export const place: fc.Arbitrary<Place> = fc.record({
  zone: fc.constantFrom("UTC", "America/New_York", "Europe/Paris", "Asia/Kolkata"),
  weekStart: fc.constantFrom<0 | 1>(0, 1),
});

/** Clocks of New York and Paris change in these weeks. */
export const FIRST_DAY = "2026-03-03";
export const LAST_DAY = "2026-03-31";
const FROM = Date.parse("2026-02-20T00:00:00Z");
export const NOON = { first: `${FIRST_DAY}T12:00:00Z`, last: `${LAST_DAY}T12:00:00Z` };

/** A few hundred projects on a quiet machine, fewer where that would take longer than `PROPERTY_MS`. */
export const RUNS = { numRuns: 250, interruptAfterTimeLimit: Number(process.env.PROPERTY_MS ?? 15_000) };

const MINUTES = 60 * 24 * 45;

export interface HistoryOptions {
  readonly names?: readonly string[];
  /** Minutes that events spread over, and the least between two of them. */
  readonly span?: number;
  readonly step?: number;
}

/** Events of up to five users, no two of a user at once. */
export function history({
  names = ["a", "b"],
  span = MINUTES,
  step = 1,
}: HistoryOptions = {}): fc.Arbitrary<TestEvent[]> {
  const one = fc.record({
    event: fc.constantFrom(...names),
    user: fc.constantFrom("u1", "u2", "u3", "u4", "u5"),
    minute: fc.integer({ min: 0, max: Math.floor(span / step) }),
    plan: fc.constantFrom("free", "pro", ""),
    amount: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
  });
  const key = ({ user, minute }: { user: string; minute: number }) => `${user}:${minute}`;
  return fc.uniqueArray(one, { selector: key, minLength: 1, maxLength: 40 }).map((all) =>
    all.map(({ minute, plan, amount, ...rest }) => ({
      ...rest,
      at: new Date(FROM + minute * step * 60_000).toISOString(),
      properties: { ...(plan ? { plan } : {}), ...(amount === undefined ? {} : { amount }) },
    })),
  );
}

/** Asks one query of a project of its own. */
export async function answer(
  runner: InsightRunner,
  environmentId: number,
  query: JsonObject,
  { zone, weekStart }: Place = { zone: "UTC", weekStart: 0 },
  now = NOON.last,
): Promise<JsonObject[]> {
  const context = { environmentId, timezone: zone, weekStartDay: weekStart, now: Date.parse(now) };
  return (await runner.run(query, context)).results as JsonObject[];
}

let environments = 0;
/** Stores the events as a new project. */
export async function newProject(runner: InsightRunner, events: readonly TestEvent[]): Promise<number> {
  const environmentId = ++environments;
  await runner.insert(environmentId, events);
  return environmentId;
}

export type Unit = "hour" | "day" | "week" | "month";
/** Number of the local hour, day, week or month that holds a moment: consecutive ones differ by 1. */
export type UnitOf = (at: string) => number;

export const unit = fc.constantFrom<Unit>("day", "week", "month");

export function unitOf(unit: Unit, { zone, weekStart }: Place): UnitOf {
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

/** Each user's events in order of time. */
export function byUser(events: readonly TestEvent[]): Map<string, TestEvent[]> {
  const sorted = events.toSorted((a, b) => (a.at < b.at ? -1 : 1));
  return Map.groupBy(sorted, ({ user }) => user);
}

/** Which events are meant: of a name (null: any), perhaps with a plan. */
export interface Wanted {
  readonly name: string | null;
  readonly plan?: string | undefined;
}

export const wanted: fc.Arbitrary<Wanted> = fc.record({
  name: fc.option(fc.constantFrom("a", "b"), { nil: null }),
  plan: fc.option(fc.constantFrom("free", "pro"), { nil: undefined, freq: 2 }),
});

export const named =
  ({ name }: Wanted) =>
  (event: TestEvent): boolean =>
    name === null || event.event === name;

export const matches =
  ({ name, plan }: Wanted) =>
  (event: TestEvent): boolean =>
    (name === null || event.event === name) && (plan === undefined || event.properties?.plan === plan);

/** The same as a series or entity of a query. */
export const asNode = ({ name, plan }: Wanted): JsonObject => ({
  kind: "EventsNode",
  event: name,
  properties: asFilters(plan),
});

export const asFilters = (plan: string | undefined): JsonObject[] =>
  plan === undefined ? [] : [{ key: "plan", value: plan, type: "event" }];

/** Local days up to the last one of the range. */
export const untilLastDay = (place: Place) => {
  const day = unitOf("day", place);
  return ({ at }: TestEvent): boolean => day(at) <= day(NOON.last);
};
