import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestEvent } from "./event-rows.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

let runner: InsightRunner;

const view = (user: string, at: string, rest: Partial<TestEvent> = {}): TestEvent => ({
  event: "$pageview",
  user,
  at,
  ...rest,
});

/** Two weeks before 8 January 2026. */
const EVENTS: readonly TestEvent[] = [
  view("ann", "2025-12-20T12:00:00.000Z", { session: "s0", properties: { amount: 5, $browser: "Chrome" } }),
  view("ann", "2026-01-06T10:00:00.000Z", {
    session: "s1",
    groups: ["acme"],
    properties: { amount: 1, $browser: "Chrome", plan: "free" },
  }),
  view("ann", "2026-01-06T10:05:00.000Z", {
    session: "s1",
    groups: ["acme"],
    properties: { amount: 2.5, $browser: "Chrome", plan: "free" },
  }),
  view("bob", "2026-01-06T23:30:00.000Z", {
    session: "s2",
    groups: ["acme"],
    properties: { amount: 4, $browser: "Firefox" },
  }),
  view("bob", "2026-01-08T00:30:00.000Z", {
    session: "s3",
    groups: ["beta"],
    properties: { amount: "none", $browser: "Chrome", plan: "pro" },
  }),
  view("cat", "2026-01-08T09:00:00.000Z", { properties: { amount: 10, $browser: "Safari" } }),
  { event: "signup", user: "cat", at: "2026-01-08T09:01:00.000Z", properties: { amount: 3 } },
  { event: "signup", user: "ann", at: "2026-01-07T09:01:00.000Z" },
];

beforeAll(async () => {
  runner = await startInsightRunner();
  await runner.insert(1, EVENTS);
  await runner.insert(2, [view("stranger", "2026-01-07T12:00:00.000Z", { properties: { amount: 1000 } })]);
});
afterAll(() => runner?.close());

interface Item {
  readonly label: string;
  readonly data: number[] | null;
  readonly count: number;
  readonly days: string[];
  readonly breakdown_value?: JsonValue;
  readonly compare_label?: string;
  readonly aggregated_value?: number;
}

async function trends(query: JsonObject, context = {}): Promise<{ items: Item[]; hasMore: boolean }> {
  const answer = await runner.run(
    {
      kind: "TrendsQuery",
      dateRange: { date_from: "-2d" },
      series: [{ kind: "EventsNode", event: "$pageview" }],
      ...query,
    },
    context,
  );
  return { items: answer.results as unknown as Item[], hasMore: answer.hasMore === true };
}

const series = (extra: JsonObject = {}): JsonObject => ({ kind: "EventsNode", event: "$pageview", ...extra });
const byDay = async (extra: JsonObject, query: JsonObject = {}, context = {}) =>
  (await trends({ series: [series(extra)], ...query }, context)).items.map(({ data }) => data);

describe("math by day, 6 to 8 January", () => {
  it.each<[string, JsonObject, number[]]>([
    ["total", {}, [3, 0, 2]],
    ["all events", { event: null }, [3, 1, 3]],
    ["dau", { math: "dau" }, [2, 0, 2]],
    ["weekly_active", { math: "weekly_active" }, [2, 2, 3]],
    ["monthly_active", { math: "monthly_active" }, [2, 2, 3]],
    ["unique_session", { math: "unique_session" }, [2, 0, 1]],
    ["unique_group", { math: "unique_group", math_group_type_index: 0 }, [1, 0, 1]],
    ["sum", { math: "sum", math_property: "amount" }, [7.5, 0, 10]],
    ["avg", { math: "avg", math_property: "amount" }, [2.5, 0, 10]],
    ["min", { math: "min", math_property: "amount" }, [1, 0, 10]],
    ["max", { math: "max", math_property: "amount" }, [4, 0, 10]],
    ["median", { math: "median", math_property: "amount" }, [2.5, 0, 10]],
    ["p75", { math: "p75", math_property: "amount" }, [3.25, 0, 10]],
    ["p90", { math: "p90", math_property: "amount" }, [3.7, 0, 10]],
    ["p95", { math: "p95", math_property: "amount" }, [3.85, 0, 10]],
    ["p99", { math: "p99", math_property: "amount" }, [3.97, 0, 10]],
    ["avg_count_per_actor", { math: "avg_count_per_actor" }, [1.5, 0, 1]],
    ["max_count_per_actor", { math: "max_count_per_actor" }, [2, 0, 1]],
    ["p90_count_per_actor", { math: "p90_count_per_actor" }, [1.9, 0, 1]],
    ["first_time_for_user", { math: "first_time_for_user" }, [1, 0, 1]],
    ["first_matching_event_for_user", { math: "first_matching_event_for_user" }, [1, 0, 1]],
    ["session duration", { math: "sum", math_property: "$session_duration" }, [300, 0, 0]],
    ["multiplier", { math_multiplier: 10 }, [30, 0, 20]],
  ])("%s", async (_, extra, expected) => {
    const [data] = await byDay(extra);
    expect(data?.map((value) => Number(value.toFixed(9)))).toEqual(expected);
  });

  it("asks filters of the first event ever, or looks for the first that matches", async () => {
    const properties = [{ key: "plan", value: "pro" }];
    expect(await byDay({ math: "first_time_for_user", properties })).toEqual([[0, 0, 0]]);
    expect(await byDay({ math: "first_matching_event_for_user", properties })).toEqual([[0, 0, 1]]);
  });
});

describe("displays", () => {
  it.each<[string, JsonObject, number]>([
    ["total", {}, 5],
    ["dau", { math: "dau" }, 3],
    ["weekly_active", { math: "weekly_active" }, 3],
    ["avg", { math: "avg", math_property: "amount" }, 4.375],
    ["median_count_per_actor", { math: "median_count_per_actor" }, 2],
    ["first_time_for_user", { math: "first_time_for_user" }, 2],
  ])("BoldNumber of %s", async (_, extra, expected) => {
    const { items } = await trends({ series: [series(extra)], trendsFilter: { display: "BoldNumber" } });
    expect(items[0]).toMatchObject({ data: [], days: [], labels: [], count: 0, aggregated_value: expected });
  });

  it.each<[string, JsonObject, number[]]>([
    ["total", {}, [3, 3, 5]],
    ["dau: distinct so far", { math: "dau" }, [2, 2, 3]],
    ["sum", { math: "sum", math_property: "amount" }, [7.5, 7.5, 17.5]],
  ])("cumulative %s", async (_, extra, expected) => {
    const display = { trendsFilter: { display: "ActionsLineGraphCumulative" } };
    const { items } = await trends({ series: [series(extra)], ...display });
    expect(items[0]).toMatchObject({ data: expected, count: expected.at(-1) });
  });

  it("smooths over the trailing buckets", async () => {
    expect(await byDay({}, { trendsFilter: { smoothingIntervals: 2 } })).toEqual([[3, 1.5, 1]]);
  });
});

describe("time zones and intervals", () => {
  it.each([
    ["America/New_York", [3, 1, 1]],
    ["Asia/Kolkata", [2, 1, 2]],
    ["UTC", [3, 0, 2]],
  ])("days of %s", async (timezone, expected) => {
    expect(await byDay({}, {}, { timezone })).toEqual([expected]);
  });

  it.each([
    ["America/New_York", [2, 2, 3]],
    ["Asia/Kolkata", [1, 2, 3]],
  ])("trailing actives in %s", async (timezone, expected) => {
    const [data] = await byDay({ math: "weekly_active" }, {}, { timezone });
    expect(data).toEqual(expected);
  });

  it.each<[string, JsonObject, number[]]>([
    [
      "hour",
      { date_from: "2026-01-08T00:00:00", date_to: "2026-01-08T09:59:59" },
      [1, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    ],
    ["minute", { date_from: "2026-01-06T10:03:00Z", date_to: "2026-01-06T10:06:00Z" }, [0, 0, 1, 0]],
    ["second", { date_from: "2026-01-06T10:04:59Z", date_to: "2026-01-06T10:05:01Z" }, [0, 1, 0]],
    ["week", { date_from: "2025-12-20" }, [1, 0, 0, 5]],
    ["month", { date_from: "2025-12-20" }, [1, 5]],
    ["quarter", { date_from: "2025-12-20" }, [1, 5]],
    ["year", { date_from: "2025-12-20" }, [1, 5]],
  ])("by %s", async (interval, dateRange, expected) => {
    expect(await byDay({}, { interval, dateRange })).toEqual([expected]);
  });

  it("counts trailing actives by hour and month", async () => {
    const hours = {
      interval: "hour",
      dateRange: { date_from: "2026-01-08T08:00:00", date_to: "2026-01-08T09:30:00" },
    };
    expect(await byDay({ math: "weekly_active" }, hours)).toEqual([[2, 3]]);
    const months = { interval: "month", dateRange: { date_from: "2025-12-01" } };
    expect(await byDay({ math: "weekly_active" }, months)).toEqual([[0, 3]]);
    expect(await byDay({ math: "monthly_active" }, months)).toEqual([[1, 3]]);
  });

  it("tells the repeated hour apart when clocks go back", async () => {
    await runner.insert(3, [
      view("u", "2024-11-03T05:30:00.000Z"),
      view("u", "2024-11-03T06:30:00.000Z"),
      view("u", "2024-11-03T06:40:00.000Z"),
    ]);
    const query = {
      interval: "hour",
      dateRange: { date_from: "2024-11-03", date_to: "2024-11-03T02:00:00" },
    };
    const context = { environmentId: 3, timezone: "America/New_York" };
    expect(await byDay({}, query, context)).toEqual([[0, 1, 2, 0]]);
  });
});

describe("breakdowns", () => {
  const breakdown = { breakdownFilter: { breakdown: "$browser" } };
  const values = ({ items }: { items: Item[] }) =>
    items.map(({ breakdown_value, data }) => [breakdown_value, data]);

  it("sorts by total, then by value, and labels with the value", async () => {
    const answer = await trends(breakdown);
    expect(values(answer)).toEqual([
      ["Chrome", [2, 0, 1]],
      ["Firefox", [1, 0, 0]],
      ["Safari", [0, 0, 1]],
    ]);
    expect(answer.items.map(({ label }) => label)).toEqual(["Chrome", "Firefox", "Safari"]);
    expect(answer.hasMore).toBe(false);
  });

  it("keeps null last and folds the rest exactly, also for uniques", async () => {
    const limited = { breakdownFilter: { breakdown: "$browser", breakdown_limit: 1 } };
    const other = "$$_posthog_breakdown_other_$$";
    expect(values(await trends({ ...limited, series: [series({ math: "dau" })] }))).toEqual([
      ["Chrome", [1, 0, 1]],
      [other, [1, 0, 1]],
    ]);
    expect((await trends(limited)).hasMore).toBe(true);
    expect(values(await trends({ breakdownFilter: { breakdown: "plan" } }))).toEqual([
      ["free", [2, 0, 0]],
      ["pro", [0, 0, 1]],
      ["$$_posthog_breakdown_null_$$", [1, 0, 1]],
    ]);
  });

  it.each<[string, JsonObject, unknown[]]>([
    [
      "dau",
      { math: "dau" },
      [
        ["free", [1, 0, 0]],
        ["$$_posthog_breakdown_null_$$", [1, 0, 1]],
        ["$$_posthog_breakdown_other_$$", [0, 0, 1]],
      ],
    ],
  ])("asks again for the rest of %s, null kept", async (_, extra, expected) => {
    const limited = { breakdownFilter: { breakdown: "plan", breakdown_limit: 1 }, series: [series(extra)] };
    expect(values(await trends(limited))).toEqual(expected);
  });

  it("asks again for the rest of formulas and of the period before", async () => {
    const many = Array.from({ length: 503 }, (_, index) => ({
      ...view(`u${index % 3}`, "2026-01-08T01:00:00.000Z", { properties: { n: `v${index}` } }),
      event: "many",
    }));
    await runner.insert(4, [...many, ...many.map((event) => ({ ...event, at: "2026-01-07T01:00:00.000Z" }))]);
    const query = {
      series: [{ kind: "EventsNode", event: "many", math: "dau" }],
      breakdownFilter: { breakdown: "n", breakdown_limit: 2 },
      dateRange: { date_from: "dStart" },
      compareFilter: { compare: true },
    };
    const { items, hasMore } = await trends(query, { environmentId: 4 });
    expect(
      items.map(({ compare_label, breakdown_value, data }) => [compare_label, breakdown_value, data]),
    ).toEqual([
      ["current", "v0", [1]],
      ["current", "v1", [1]],
      ["current", "$$_posthog_breakdown_other_$$", [3]],
      ["previous", "v0", [1]],
      ["previous", "v1", [1]],
      ["previous", "$$_posthog_breakdown_other_$$", [expect.any(Number)]],
    ]);
    expect(hasMore).toBe(true);
    expect(
      (await trends({ ...query, trendsFilter: { formula: "A*2" } }, { environmentId: 4 })).items[0],
    ).toMatchObject({
      breakdown_value: "v0",
      data: [2],
    });
  });

  it.each([
    "dau",
    "weekly_active",
    "avg",
    "p90",
    "median_count_per_actor",
    "first_time_for_user",
    "unique_session",
  ])("of %s adds up to what it is without", async (math) => {
    const one = { breakdown: "event", breakdown_type: "event_metadata" };
    for (const display of ["ActionsLineGraph", "BoldNumber", "ActionsLineGraphCumulative"]) {
      const trendsFilter = { display };
      const query = { series: [series({ math, math_property: "amount" })], trendsFilter };
      const { items: plain } = await trends(query);
      const { items: broken } = await trends({ ...query, breakdownFilter: one });
      expect(broken.map(({ data, aggregated_value }) => [data, aggregated_value])).toEqual(
        plain.map(({ data, aggregated_value }) => [data, aggregated_value]),
      );
    }
  });

  it("by several properties yields lists", async () => {
    const several = {
      breakdownFilter: { breakdowns: [{ property: "$browser" }, { property: "plan" }], breakdown_limit: 1 },
    };
    expect(values(await trends(several))).toEqual([
      [
        ["Chrome", "free"],
        [2, 0, 0],
      ],
      [
        ["$$_posthog_breakdown_other_$$", "$$_posthog_breakdown_other_$$"],
        [1, 0, 2],
      ],
    ]);
  });

  it("names the event when there are several series", async () => {
    const two = [series(), { kind: "EventsNode", event: "signup" }];
    const { items } = await trends({ ...breakdown, series: two });
    expect(items.map(({ label }) => label)).toEqual([
      "$pageview - Chrome",
      "$pageview - Firefox",
      "$pageview - Safari",
      "signup - $$_posthog_breakdown_null_$$",
    ]);
  });
});

describe("formulas and comparison", () => {
  const two = { series: [series(), { kind: "EventsNode", event: "signup" }] };

  it("evaluates per bucket", async () => {
    const { items } = await trends({ ...two, trendsFilter: { formula: "A/B" } });
    expect(items).toMatchObject([{ data: [0, 0, 2], count: 2, label: "Formula (A/B)", action: null }]);
  });

  it("takes named formulas before the single one, and total values", async () => {
    const trendsFilter: JsonObject = {
      formula: "A",
      formulaNodes: [{ formula: "A+B", custom_name: "Both" }, { formula: "A-B" }],
      display: "BoldNumber",
    };
    const { items } = await trends({ ...two, trendsFilter });
    expect(items).toMatchObject([
      { label: "Both", aggregated_value: 7, data: null, order: 0 },
      { label: "Formula (A-B)", aggregated_value: 3, order: 1 },
    ]);
  });

  it("reads a breakdown value that one series lacks as 0", async () => {
    const { items } = await trends({
      ...two,
      trendsFilter: { formula: "A+B" },
      breakdownFilter: { breakdown: "$browser" },
    });
    expect(items.map(({ breakdown_value, count }) => [breakdown_value, count])).toEqual([
      ["Chrome", 3],
      ["Firefox", 1],
      ["Safari", 1],
      ["$$_posthog_breakdown_null_$$", 2],
    ]);
  });

  it("shows the current series, then those before", async () => {
    const { items } = await trends({
      dateRange: { date_from: "2026-01-07", date_to: "2026-01-08" },
      compareFilter: { compare: true },
    });
    expect(items.map(({ compare_label, data, days }) => [compare_label, data, days])).toEqual([
      ["current", [0, 2], ["2026-01-07", "2026-01-08"]],
      ["previous", [0, 3], ["2026-01-05", "2026-01-06"]],
    ]);
  });
});

describe("filters and errors", () => {
  it.each<[string, JsonObject, number[]]>([
    [
      "of the series",
      {
        series: [
          series({ properties: [{ key: "$browser", value: ["Chrome", "Safari"], operator: "exact" }] }),
        ],
      },
      [2, 0, 2],
    ],
    ["of the query", { properties: [{ key: "amount", value: 2, operator: "gt" }] }, [2, 0, 1]],
    [
      "grouped",
      {
        properties: {
          type: "OR",
          values: [
            { type: "AND", values: [{ key: "$browser", value: "Safari" }] },
            { type: "AND", values: [{ key: "plan", value: "free" }] },
          ],
        },
      },
      [2, 0, 1],
    ],
    ["test accounts", { filterTestAccounts: true }, [1, 0, 2]],
    [
      "a group of events",
      {
        series: [
          { kind: "GroupNode", operator: "OR", nodes: [series(), { kind: "EventsNode", event: "signup" }] },
        ],
      },
      [3, 1, 3],
    ],
    [
      "groups instead of persons",
      { series: [series({ math: "dau" })], aggregation_group_type_index: 0 },
      [1, 0, 1],
    ],
  ])("%s", async (_, query, expected) => {
    const testAccountFilters = [{ key: "plan", value: "free", operator: "is_not" }];
    expect((await trends(query, { testAccountFilters })).items[0]?.data).toEqual(expected);
  });

  it.each<[string, JsonObject, string]>([
    ["unknown math", { series: [series({ math: "mode" })] }, 'Math "mode" is unknown'],
    ["math without property", { series: [series({ math: "sum" })] }, 'needs "math_property"'],
    ["actions", { series: [{ kind: "ActionsNode", id: 3 }] }, "Action 3 can't be used yet"],
    ["no series", { series: [] }, "at least one series"],
    [
      "trailing by minute",
      { interval: "minute", dateRange: { date_from: "-5M" }, series: [series({ math: "weekly_active" })] },
      "interval of an hour",
    ],
    ["bad formula", { trendsFilter: { formula: "A+" } }, 'Formula "A+"'],
  ])("%s", async (_, query, message) => {
    await expect(trends(query)).rejects.toThrow(message);
  });
});
