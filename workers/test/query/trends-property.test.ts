import type { JsonObject } from "@edgewise/core/events/types.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answer, history, newProject, place, RUNS } from "./brute-force/history.ts";
import { type Interval, type Range, type SeriesAsked, seriesData, type View } from "./brute-force/trends.ts";
import type { TestEvent } from "./event-rows.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

let runner: InsightRunner;
beforeAll(async () => {
  runner = await startInsightRunner();
});
afterAll(() => runner?.close());

const MATHS = [
  ...["total", "dau", "weekly_active", "monthly_active", "unique_session", "unique_group"],
  ...["first_time_for_user", "first_matching_event_for_user"],
  ...["sum", "avg", "min", "max", "median", "p75", "p90", "p95", "p99"],
  ...["avg", "min", "max", "median", "p75", "p90", "p95", "p99"].map((math) => `${math}_count_per_actor`),
] as const;

/** A property filter in wire form, and the same in plain code. */
interface Filter {
  readonly wire: JsonObject;
  readonly test: (event: TestEvent) => boolean;
}

const leaf: fc.Arbitrary<Filter> = fc.oneof(
  fc.constantFrom("free", "pro").map((plan) => ({
    wire: { key: "plan", value: plan },
    test: ({ properties }: TestEvent) => properties?.plan === plan,
  })),
  fc.constantFrom("free", "pro").map((plan) => ({
    wire: { key: "plan", value: [plan], operator: "is_not" },
    test: ({ properties }: TestEvent) => properties?.plan !== plan,
  })),
  fc.integer({ min: 0, max: 20 }).map((bound) => ({
    wire: { key: "amount", operator: "gt", value: bound },
    test: ({ properties }: TestEvent) => typeof properties?.amount === "number" && properties.amount > bound,
  })),
  fc.constant({
    wire: { key: "amount", operator: "is_set" },
    test: ({ properties }: TestEvent) => properties?.amount !== undefined,
  }),
);

/** Nested groups of filters. */
const filter: fc.Arbitrary<Filter> = fc.letrec<{ node: Filter }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    leaf,
    fc
      .record({ or: fc.boolean(), parts: fc.array(tie("node"), { minLength: 1, maxLength: 2 }) })
      .map(({ or, parts }) => ({
        wire: { type: or ? "OR" : "AND", values: parts.map(({ wire }) => wire) },
        test: (event: TestEvent) =>
          or ? parts.some(({ test }) => test(event)) : parts.every(({ test }) => test(event)),
      })),
  ),
})).node;

const series = fc.record({
  math: fc.constantFrom(...MATHS),
  event: fc.option(fc.constantFrom("a", "b"), { nil: null }),
  filter: fc.option(leaf, { nil: undefined }),
});
type Series = typeof series extends fc.Arbitrary<infer Value> ? Value : never;

const RANGES: Readonly<Record<Interval, readonly Range[]>> = {
  // The clocks of New York and Paris change on the 8th and the 29th.
  hour: [
    { first: "2026-03-07", last: "2026-03-08" },
    { first: "2026-03-28", last: "2026-03-29" },
  ],
  day: [
    { first: "2026-03-03", last: "2026-03-31" },
    { first: "2026-03-08", last: "2026-03-08" },
  ],
  week: [{ first: "2026-03-03", last: "2026-03-31" }],
  month: [{ first: "2026-03-03", last: "2026-03-31" }],
};

const view: fc.Arbitrary<View> = fc
  .constantFrom<Interval>("hour", "day", "day", "week", "month")
  .chain((interval) =>
    fc.record({
      interval: fc.constant(interval),
      range: fc.constantFrom(...RANGES[interval]),
      place,
      display: fc.constantFrom("series" as const, "series" as const, "total" as const, "cumulative" as const),
    }),
  );

const DISPLAYS = {
  series: "ActionsLineGraph",
  total: "BoldNumber",
  cumulative: "ActionsLineGraphCumulative",
};

/** Events with paths, sessions and groups that follow from what they have. */
const events = history().map((all) =>
  all.map(
    (event): TestEvent => ({
      ...event,
      properties: {
        ...event.properties,
        ...(event.properties?.amount === undefined ? {} : { $pathname: `/${event.properties.amount}` }),
      },
      ...(event.properties?.plan
        ? { session: `${event.user}:${event.at.slice(0, 10)}`, groups: [String(event.properties.plan)] }
        : {}),
    }),
  ),
);

const nodeOf = ({ math, event, filter }: Series): JsonObject => ({
  kind: "EventsNode",
  event,
  math,
  math_property: "amount",
  math_group_type_index: 0,
  properties: filter ? [filter.wire] : [],
});

const askedOf = (
  { math, event, filter }: Series,
  all: Filter | undefined,
  also = (_: TestEvent) => true,
): SeriesAsked => ({
  math,
  about: (one) => event === null || one.event === event,
  meets: (one) => (filter?.test(one) ?? true) && (all?.test(one) ?? true) && also(one),
});

const queryOf = (
  asked: readonly Series[],
  view: View,
  all: Filter | undefined,
  more: JsonObject = {},
): JsonObject => ({
  kind: "TrendsQuery",
  interval: view.interval,
  dateRange: { date_from: view.range.first, date_to: view.range.last },
  series: asked.map(nodeOf),
  properties: all ? { type: "AND", values: [all.wire] } : [],
  ...more,
  trendsFilter: { display: DISPLAYS[view.display], ...(more.trendsFilter as JsonObject | undefined) },
});

const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(6)));
const dataOf = ({ data, aggregated_value }: JsonObject): number[] =>
  rounded(Array.isArray(data) && data.length > 0 ? (data as number[]) : [Number(aggregated_value)]);

/** Running values of averages mean nothing. */
const sensible = ({ math }: Series, { display }: View) =>
  display !== "cumulative" || ["total", "dau", "sum"].includes(math);

const option = fc.option(filter, { nil: undefined });

describe("random projects answer as the definitions say", () => {
  it("every math, interval, zone, display and filter", async () => {
    const property = fc.asyncProperty(
      events,
      fc.array(fc.tuple(series, view, option), { minLength: 3, maxLength: 3 }),
      async (events, questions) => {
        const project = await newProject(runner, events);
        for (const [one, view, all] of questions.filter(([one, view]) => sensible(one, view))) {
          const [item] = await answer(runner, project, queryOf([one], view, all), view.place);
          expect(dataOf(item ?? {})).toEqual(rounded(seriesData(events, askedOf(one, all), view)));
        }
      },
    );
    await fc.assert(property, RUNS);
  });

  it("formulas, comparisons and moving averages", async () => {
    const back = fc.constantFrom<readonly [string | undefined, number]>(
      [undefined, 29],
      ["-1w", 7],
      ["-10d", 10],
    );
    const days = view.filter(({ interval, range }) => interval === "day" && range.first !== range.last);
    const property = fc.asyncProperty(
      events,
      fc.tuple(series, series),
      days,
      back,
      fc.integer({ min: 1, max: 3 }),
      async (events, pair, asked, [compareTo, shift], smoothing) => {
        const view: View = { ...asked, display: "series" };
        const project = await newProject(runner, events);
        const query = queryOf(pair, view, undefined, {
          compareFilter: { compare: true, ...(compareTo ? { compare_to: compareTo } : {}) },
          trendsFilter: {
            formulaNodes: [{ formula: "A/B" }, { formula: "(A-2*B)^2" }],
            smoothingIntervals: smoothing,
          },
        });
        const items = await answer(runner, project, query, view.place);
        const expected = [view.range, earlier(view.range, shift)].flatMap((range) => {
          const [a = [], b = []] = pair.map((one) =>
            smoothed(seriesData(events, askedOf(one, undefined), { ...view, range }), smoothing),
          );
          const both = (of: (x: number, y: number) => number) =>
            rounded(a.map((x, index) => of(x, b[index] ?? 0)));
          return [both((x, y) => (y === 0 ? 0 : x / y)), both((x, y) => (x - 2 * y) ** 2)];
        });
        expect(items.map(dataOf)).toEqual(expected);
      },
    );
    await fc.assert(property, RUNS);
  });

  it("breakdowns: the greatest values, null, and all others together", async () => {
    const values = fc.constantFrom<readonly (readonly [JsonObject, (event: TestEvent) => string])[]>(
      [[{ property: "plan" }, ({ properties }) => String(properties?.plan ?? NULL)]],
      [[{ type: "event_metadata", property: "event" }, ({ event }) => event]],
      [[{ property: "$pathname" }, ({ properties }) => String(properties?.$pathname ?? NULL)]],
      [
        [{ property: "plan" }, ({ properties }) => String(properties?.plan ?? NULL)],
        [{ property: "amount" }, ({ properties }) => String(properties?.amount ?? NULL)],
      ],
    );
    const plain = series.filter(({ math }) => !math.startsWith("first_"));
    const property = fc.asyncProperty(
      events,
      plain,
      view.filter(({ display }) => display !== "cumulative"),
      values,
      fc.integer({ min: 1, max: 4 }),
      fc.boolean(),
      async (events, one, view, dimensions, limit, compare) => {
        const project = await newProject(runner, events);
        const query = queryOf([one], view, undefined, {
          breakdownFilter: { breakdowns: dimensions.map(([wire]) => wire), breakdown_limit: limit },
          compareFilter: { compare: compare && view.interval === "day" },
        });
        const items = await answer(runner, project, query, view.place);
        const got = items.map((item) => [
          item.compare_label ?? "current",
          String(item.breakdown_value),
          dataOf(item),
        ]);
        const groupOf = (event: TestEvent) => dimensions.map(([, of]) => of(event)).join();
        const nothing = dimensions.map(() => NULL).join();
        const other = dimensions.map(() => OTHER).join();
        const data = (range: Range, also: (value: string) => boolean) =>
          seriesData(
            events,
            askedOf(one, undefined, (event) => also(groupOf(event))),
            { ...view, range },
          );
        const sum = (list: readonly number[]) => list.reduce((all, value) => all + value, 0);
        const all = [...new Set(events.map(groupOf))];
        const shown = all
          .filter((value) => value !== nothing)
          .map((value) => [value, sum(data(view.range, (own) => own === value))] as const)
          .filter(
            ([value]) =>
              got.length > 0 && hasEvents(events, one, view, view.range, (event) => groupOf(event) === value),
          )
          .toSorted(([a, x], [b, y]) => Number((y - x).toFixed(6)) || (a < b ? -1 : 1))
          .slice(0, limit)
          .map(([value]) => value);
        const ranges: [string, Range][] = [["current", view.range]];
        if (compare && view.interval === "day")
          ranges.push(["previous", earlier(view.range, lengthOf(view.range))]);
        for (const [label, range] of ranges) {
          const own = got.filter(([which]) => which === label);
          const found = new Map(own.map(([, value, list]) => [value as string, list]));
          for (const [value, list] of found) {
            const is =
              value === other
                ? (own: string) => own !== nothing && !shown.includes(own)
                : (own: string) => own === value;
            expect([label, value, list]).toEqual([label, value, rounded(data(range, is))]);
          }
          if (label === "current") {
            const named = [...found.keys()].filter((value) => value !== nothing && value !== other);
            expect(named).toEqual(shown);
          }
        }
      },
    );
    await fc.assert(property, RUNS);
  });
});

const NULL = "$$_posthog_breakdown_null_$$";
const OTHER = "$$_posthog_breakdown_other_$$";
const DAY = 86_400_000;

const shiftDay = (day: string, days: number) =>
  new Date(Date.parse(day) - days * DAY).toISOString().slice(0, 10);
const earlier = ({ first, last }: Range, days: number): Range => ({
  first: shiftDay(first, days),
  last: shiftDay(last, days),
});
const lengthOf = ({ first, last }: Range) => (Date.parse(last) - Date.parse(first)) / DAY + 1;

function smoothed(data: readonly number[], points: number): number[] {
  return data.map((_, index) => {
    const window = data.slice(Math.max(0, index - points + 1), index + 1);
    return window.reduce((sum, value) => sum + value, 0) / window.length;
  });
}

/** A value is there when an event that the math reads has it, wherever its numbers come from. */
function hasEvents(
  events: readonly TestEvent[],
  one: Series,
  view: View,
  range: Range,
  is: (event: TestEvent) => boolean,
) {
  const counted = one.math.endsWith("_active") ? one : { ...one, math: "total" };
  if (one.math.endsWith("_active"))
    return seriesData(events, askedOf(counted, undefined, is), { ...view, range }).some((value) => value > 0);
  const also = (event: TestEvent) =>
    is(event) &&
    (one.math !== "unique_session" || event.session !== undefined) &&
    (one.math !== "unique_group" || event.groups !== undefined);
  return seriesData(events, askedOf(counted, undefined, also), { ...view, range }).some((value) => value > 0);
}
