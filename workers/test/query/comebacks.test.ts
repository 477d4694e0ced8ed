import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { InsightContext } from "@edgewise/core/insights/query-kind.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parserForTests } from "../sql-parser.ts";
import type { TestEvent } from "./event-rows.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

const view = (user: string, at: string, rest: Partial<TestEvent> = {}): TestEvent => ({
  event: "$pageview",
  user,
  at: `${at}:00.000Z`,
  ...rest,
});

const EVENTS: readonly TestEvent[] = [
  view("ann", "2026-01-02T10:00", { properties: { plan: "free" }, groups: ["acme"] }),
  view("ann", "2026-01-05T10:00", { properties: { plan: "pro" }, groups: ["acme"] }),
  view("ann", "2026-01-05T11:00", { properties: { plan: "pro" }, groups: ["acme"] }),
  view("ann", "2026-01-06T10:00", { properties: { plan: "pro" }, groups: ["acme"] }),
  view("ann", "2026-01-08T09:00", { properties: { plan: "pro" }, groups: ["beta"] }),
  view("bob", "2026-01-05T12:00", { properties: { plan: "free" }, groups: ["acme"] }),
  view("bob", "2026-01-07T12:00", { properties: { plan: "free" } }),
  view("cat", "2026-01-06T12:00"),
  { event: "signup", user: "cat", at: "2026-01-07T12:00:00.000Z" },
];

let runner: InsightRunner;
let parser: Awaited<ReturnType<typeof parserForTests>>;
beforeAll(async () => {
  parser = await parserForTests();
  runner = await startInsightRunner();
  await runner.insert(1, EVENTS);
  await runner.insert(2, [view("stranger", "2026-01-05T10:00"), view("stranger", "2026-01-06T10:00")]);
});
afterAll(() => runner?.close());

const items = async (query: JsonObject, context: Partial<InsightContext> = {}): Promise<JsonObject[]> =>
  (await runner.run(query, { parser, ...context })).results as JsonObject[];

describe("retention, 5 to 8 January", () => {
  const ask = async (filter: JsonObject, query: JsonObject = {}) => {
    const rows = await items({
      kind: "RetentionQuery",
      retentionFilter: { period: "Day", totalIntervals: 4, ...filter },
      ...query,
    });
    return rows.map(({ breakdown_value, values }) => {
      const counts = (values as { count: number }[]).map(({ count }) => count);
      return breakdown_value === null ? counts : [breakdown_value, ...counts];
    });
  };

  it.each<[string, JsonObject, JsonObject, JsonValue]>([
    [
      "page views by default",
      {},
      {},
      [
        [2, 1, 1, 1],
        [2, 0, 1, 0],
        [1, 0, 0, 0],
        [1, 0, 0, 0],
      ],
    ],
    [
      "first time",
      { retentionType: "retention_first_time" },
      {},
      [
        [1, 0, 1, 0],
        [1, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ],
    ],
    [
      "first matching event, of those who had others before",
      {
        retentionType: "retention_first_time",
        targetEntity: { id: "$pageview", type: "events", properties: [{ key: "plan", value: "pro" }] },
      },
      {},
      [
        [1, 1, 0, 1],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ],
    ],
    [
      "first event ever, which must match",
      {
        retentionType: "retention_first_ever_occurrence",
        targetEntity: { id: "$pageview", type: "events", properties: [{ key: "plan", value: "free" }] },
      },
      {},
      [
        [1, 0, 1, 0],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ],
    ],
    [
      "another event brings back",
      { returningEntity: { id: "signup", type: "events" } },
      {},
      [
        [2, 0, 0, 0],
        [2, 1, 0, 0],
        [1, 0, 0, 0],
        [1, 0, 0, 0],
      ],
    ],
    [
      "cumulative",
      { cumulative: true },
      {},
      [
        [2, 2, 2, 1],
        [2, 1, 1, 0],
        [1, 0, 0, 0],
        [1, 0, 0, 0],
      ],
    ],
    [
      "brackets",
      { retentionCustomBrackets: [1, 2] },
      {},
      [
        [2, 1, 2],
        [2, 0, 1],
        [1, 0, 0],
        [1, 0, 0],
      ],
    ],
    [
      "a start of its own looks past the end",
      { totalIntervals: 3 },
      { dateRange: { date_from: "2026-01-05", date_to: "2026-01-06" } },
      [
        [2, 1, 1],
        [2, 0, 1],
      ],
    ],
    [
      "groups",
      {},
      { aggregation_group_type_index: 0 },
      [
        [1, 1, 0, 0],
        [1, 0, 0, 0],
        [0, 0, 0, 0],
        [1, 0, 0, 0],
      ],
    ],
    [
      "filters",
      {},
      { properties: [{ key: "plan", value: "free" }] },
      [
        [1, 0, 1, 0],
        [0, 0, 0, 0],
        [1, 0, 0, 0],
        [0, 0, 0, 0],
      ],
    ],
    [
      "breakdown, greatest cohorts first",
      { totalIntervals: 2 },
      {
        dateRange: { date_from: "2026-01-05", date_to: "2026-01-06" },
        breakdownFilter: { breakdown: "plan" },
      },
      [
        ["pro", 1, 1],
        ["pro", 1, 0],
        ["$$_posthog_breakdown_null_$$", 0, 0],
        ["$$_posthog_breakdown_null_$$", 1, 0],
        ["free", 1, 0],
        ["free", 0, 0],
      ],
    ],
    [
      "breakdown limit",
      { totalIntervals: 1 },
      {
        breakdownFilter: { breakdown: "plan", breakdown_limit: 1 },
        dateRange: { date_from: "2026-01-05", date_to: "2026-01-05" },
      },
      [
        ["free", 1],
        ["$$_posthog_breakdown_other_$$", 1],
      ],
    ],
    [
      "first time by the first event's property",
      { totalIntervals: 2, retentionType: "retention_first_time" },
      {
        dateRange: { date_from: "2026-01-02", date_to: "2026-01-02" },
        breakdownFilter: { breakdown: "plan" },
      },
      [["free", 1, 0]],
    ],
  ])("%s", async (_, filter, query, expected) => expect(await ask(filter, query)).toEqual(expected));

  it("names rows and columns", async () => {
    const [row] = await items(
      {
        kind: "RetentionQuery",
        dateRange: { date_to: "2026-01-07" },
        retentionFilter: { period: "Week", totalIntervals: 2, retentionCustomBrackets: [1, 3] },
      },
      { timezone: "Europe/Berlin", weekStartDay: 1 },
    );
    expect(row).toMatchObject({ date: "2025-12-29T00:00:00+01:00", label: "Week 0", breakdown_value: null });
    expect((row?.values as { label: string }[] | undefined)?.map(({ label }) => label)).toEqual([
      "Week 0",
      "Week 1",
      "Week 2-4",
    ]);
  });
});

describe("stickiness, 5 to 8 January", () => {
  const dateRange = { date_from: "2026-01-05", date_to: "2026-01-08" };
  const ask = (query: JsonObject = {}, node: JsonObject = {}) =>
    items({
      kind: "StickinessQuery",
      dateRange,
      series: [{ kind: "EventsNode", event: "$pageview", ...node }],
      ...query,
    });

  it.each<[string, JsonObject, JsonObject, number[][]]>([
    ["persons", {}, {}, [[1, 1, 1, 0]]],
    ["cumulative", { stickinessFilter: { computedAs: "cumulative" } }, {}, [[3, 2, 1, 0]]],
    ["groups", { aggregation_group_type_index: 0 }, {}, [[1, 1, 0, 0]]],
    ["groups of the series", {}, { math: "unique_group", math_group_type_index: 0 }, [[1, 1, 0, 0]]],
    ["values of an expression", {}, { math: "hogql", math_hogql: "properties.plan" }, [[0, 1, 1, 0]]],
    ["two days as one", { intervalCount: 2 }, {}, [[1, 2]]],
    [
      "two events a day at least",
      { stickinessFilter: { stickinessCriteria: { operator: "gte", value: 2 } } },
      {},
      [[1, 0, 0, 0]],
    ],
    [
      "one event a day",
      { stickinessFilter: { stickinessCriteria: { operator: "exact", value: 1 } } },
      {},
      [[1, 2, 0, 0]],
    ],
    [
      "compared",
      { compareFilter: { compare: true } },
      {},
      [
        [1, 1, 1, 0],
        [1, 0, 0, 0],
      ],
    ],
    ["filtered", { properties: [{ key: "plan", value: "pro" }] }, {}, [[0, 0, 1, 0]]],
  ])("%s", async (_, query, node, expected) => {
    expect((await ask(query, node)).map(({ data }) => data)).toEqual(expected);
  });

  it("more intervals than bits", async () => {
    const [item] = await ask({ dateRange: { date_from: "2025-11-01", date_to: "2026-01-08" } });
    expect((item?.data as number[] | undefined)?.slice(0, 5)).toEqual([1, 1, 0, 1, 0]);
    expect((item?.data as number[] | undefined)?.length).toBe(69);
  });

  it("item", async () => {
    expect((await ask({ dateRange: { date_from: "2026-01-07", date_to: "2026-01-08" } }))[0]).toMatchObject({
      count: 2,
      data: [2, 0],
      days: [1, 2],
      label: "$pageview",
      labels: ["1 day", "2 days"],
      action: { id: "$pageview", name: "$pageview", type: "events", order: 0, custom_name: null },
    });
  });
});

describe("lifecycle", () => {
  const ask = (query: JsonObject = {}) =>
    items({
      kind: "LifecycleQuery",
      dateRange: { date_from: "2026-01-05", date_to: "2026-01-08" },
      series: [{ kind: "EventsNode", event: "$pageview" }],
      ...query,
    });
  const FOUR = {
    new: [1, 1, 0, 0],
    returning: [0, 1, 0, 0],
    resurrecting: [1, 0, 1, 1],
    dormant: [0, -1, -2, -1],
  };

  it.each<[string, JsonObject, object]>([
    ["persons", {}, FOUR],
    [
      "groups",
      { aggregation_group_type_index: 0 },
      { new: [0, 0, 0, 1], returning: [0, 1, 0, 0], resurrecting: [1, 0, 0, 0], dormant: [0, 0, -1, 0] },
    ],
    [
      "filters decide who is new",
      { properties: [{ key: "plan", value: "pro" }] },
      { new: [1, 0, 0, 0], returning: [0, 1, 0, 0], resurrecting: [0, 0, 0, 1], dormant: [0, 0, -1, 0] },
    ],
  ])("%s", async (_, query, expected) => {
    const got = await ask(query);
    expect(Object.fromEntries(got.map(({ status, data }) => [String(status), data]))).toEqual(expected);
  });

  it("more buckets than bits end the same", async () => {
    const got = await ask({ dateRange: { date_from: "2025-10-01", date_to: "2026-01-08" } });
    const ends = got.map(({ status, data }) => [String(status), (data as number[]).slice(-4)]);
    expect(Object.fromEntries(ends)).toEqual(FOUR);
    expect((got[0]?.data as number[] | undefined)?.length).toBe(100);
  });

  it("items", async () => {
    const got = await ask();
    expect(got.map(({ label }) => label)).toEqual(
      ["new", "returning", "resurrecting", "dormant"].map((status) => `$pageview - ${status}`),
    );
    expect(got[3]).toMatchObject({
      count: -4,
      days: ["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08"],
      labels: ["5-Jan-2026", "6-Jan-2026", "7-Jan-2026", "8-Jan-2026"],
      action: { math: "total", order: 0 },
    });
  });
});

describe("a range that ends before it starts is empty", () => {
  const dateRange = { date_from: "2026-01-08", date_to: "2026-01-05" };
  const series = [{ kind: "EventsNode", event: "$pageview" }];

  it.each<[string, JsonObject, JsonValue]>([
    ["retention", { kind: "RetentionQuery", retentionFilter: { period: "Hour" } }, []],
    ["stickiness", { kind: "StickinessQuery", series }, [[]]],
    ["lifecycle", { kind: "LifecycleQuery", series }, [[], [], [], []]],
    ["paths", { kind: "PathsQuery" }, []],
  ])("%s", async (_, query, expected) => {
    const got = await items({ ...query, dateRange });
    expect(got.map(({ data }) => data)).toEqual(expected);
  });
});
