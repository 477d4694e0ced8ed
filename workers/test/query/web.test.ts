import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { InsightContext } from "@edgewise/core/insights/query-kind.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";
import { EVENTS, seen } from "./web-visits.ts";

let runner: InsightRunner;
beforeAll(async () => {
  runner = await startInsightRunner();
  await runner.insert(1, EVENTS);
  await runner.insert(2, [seen("eve", "s9", 6, 0, "/secret")]);
});
afterAll(() => runner?.close());

const WEEK = { date_from: "2026-01-04", date_to: "2026-01-08" };
const ask = (kind: string, rest: JsonObject = {}, context: Partial<InsightContext> = {}) =>
  runner.run({ kind, dateRange: WEEK, ...rest }, context);
const compareFilter = { compare: true };

describe("overview", () => {
  const items = async (rest: JsonObject, context: Partial<InsightContext> = {}) => {
    const { results } = await ask("WebOverviewQuery", rest, context);
    return (results as JsonObject[]).map(({ key, value, previous, changeFromPreviousPct }) => [
      key,
      value,
      previous,
      changeFromPreviousPct,
    ]);
  };

  it.each<[string, JsonObject, JsonValue[][]]>([
    [
      "counts visits",
      {},
      [
        ["visitors", 2, null, null],
        ["views", 4, null, null],
        ["sessions", 3, null, null],
        ["session duration", (90 + 5 + 120) / 3, null, null],
        ["bounce rate", (1 / 3) * 100, null, null],
      ],
    ],
    [
      "compares with the days before",
      { compareFilter },
      [
        ["visitors", 2, 1, 100],
        ["views", 4, 2, 100],
        ["sessions", 3, 1, 200],
        ["session duration", (90 + 5 + 120) / 3, 300, -76],
        ["bounce rate", (1 / 3) * 100, 0, null],
      ],
    ],
    [
      "counts conversions",
      { conversionGoal: { customEventName: "bought" } },
      [
        ["visitors", 2, null, null],
        ["total conversions", 1, null, null],
        ["unique conversions", 1, null, null],
        ["conversion rate", 50, null, null],
      ],
    ],
    [
      "of pages that fit",
      { properties: [{ key: "$browser", value: "Safari" }] },
      [
        ["visitors", 1, null, null],
        ["views", 1, null, null],
        ["sessions", 1, null, null],
        ["session duration", 5, null, null],
        ["bounce rate", 100, null, null],
      ],
    ],
    [
      "of sessions that fit",
      { properties: [{ type: "session", key: "$entry_pathname", value: "/docs/2" }] },
      [
        ["visitors", 1, null, null],
        ["views", 1, null, null],
        ["sessions", 1, null, null],
        ["session duration", 120, null, null],
        ["bounce rate", 0, null, null],
      ],
    ],
    [
      "has nothing to average",
      { properties: [{ key: "$browser", value: "Opera" }] },
      [
        ["visitors", 0, null, null],
        ["views", 0, null, null],
        ["sessions", 0, null, null],
        ["session duration", null, null, null],
        ["bounce rate", null, null, null],
      ],
    ],
  ])("%s", async (_, rest, expected) => expect(await items(rest)).toEqual(expected));

  it("tells kinds, dates and that a higher bounce rate is worse", async () => {
    const answer = await ask("WebOverviewQuery");
    expect(answer).toMatchObject({ dateFrom: "2026-01-04T00:00:00Z", dateTo: "2026-01-08T23:59:59.999999Z" });
    expect((answer.results as JsonValue[]).at(-1)).toMatchObject({ kind: "percentage", isIncreaseBad: true });
  });

  it("knows actions as goals, and says which is missing", async () => {
    const actions = new Map([[3, { id: 3, name: "Buys", steps: [{ event: "bought" }] }]]);
    const goal = { conversionGoal: { actionId: 3 } };
    expect((await items(goal, { actions }))[1]).toEqual(["total conversions", 1, null, null]);
    await expect(items(goal)).rejects.toThrow("Action 3 does not exist");
  });
});

describe("stats table", () => {
  const table = async (rest: JsonObject, context: Partial<InsightContext> = {}) =>
    (await ask("WebStatsTableQuery", rest, context)).results;
  const pathCleaning = [{ regex: "/docs/\\d+", alias: "/docs/:id" }];

  it.each<[string, JsonObject, JsonValue[][]]>([
    [
      "Page",
      { includeBounceRate: true },
      [
        ["/", [2, null], [2, null], [0.5, null]],
        ["/docs/1", [1, null], [1, null], [null, null]],
        ["/docs/2", [1, null], [1, null], [0, null]],
      ],
    ],
    [
      "Page",
      { compareFilter, orderBy: ["Views", "ASC"], limit: 2 },
      [
        ["/docs/1", [1, 1], [1, 1]],
        ["/docs/2", [1, 0], [1, 0]],
      ],
    ],
    [
      "Page",
      { includeAvgTimeOnPage: true, includeScrollDepth: true, limit: 1 },
      [["/", [2, null], [2, null], [40, null], [0.65, null], [0.5, null]]],
    ],
    ["Page", { includeHost: true, limit: 1 }, [["x.io/", [2, null], [2, null]]]],
    ["Page", { limit: 1, offset: 2 }, [["/docs/2", [1, null], [1, null]]]],
    [
      "InitialPage",
      {},
      [
        ["/", [2, null], [3, null]],
        ["/docs/2", [1, null], [1, null]],
      ],
    ],
    [
      "ExitPage",
      { orderBy: ["Visitors", "DESC"] },
      [
        ["/docs/1", [1, null], [2, null]],
        ["/", [1, null], [1, null]],
        ["/docs/2", [1, null], [1, null]],
      ],
    ],
    [
      "PreviousPage",
      {},
      [
        ["/", [1, null], [1, null]],
        ["https://m.io/", [1, null], [1, null]],
      ],
    ],
    ["ExitClick", {}, [["https://o.io/p?q=1", [1, null], [2, null]]]],
    [
      "InitialUTMSource",
      {},
      [
        ["news", [2, null], [3, null]],
        [null, [1, null], [1, null]],
      ],
    ],
    ["InitialUTMSourceMediumCampaign", { limit: 1 }, [["news / email / (none)", [1, null], [2, null]]]],
    [
      "InitialChannelType",
      {},
      [
        ["Email", [1, null], [2, null]],
        ["Direct", [1, null], [1, null]],
        ["Unknown", [1, null], [1, null]],
      ],
    ],
    ["InitialReferringURL", {}, [["https://m.io/", [1, null], [2, null]]]],
    [
      "Browser",
      {},
      [
        ["Chrome", [1, null], [3, null]],
        ["Safari", [1, null], [1, null]],
      ],
    ],
    ["Viewport", {}, [["800x600", [1, null], [1, null]]]],
    ["Country", {}, [["DE", [2, null], [4, null]]]],
    [
      "City",
      {},
      [
        [
          ["DE", "Bonn"],
          [1, null],
          [3, null],
        ],
      ],
    ],
    ["Region", {}, []],
    [
      "Browser",
      { conversionGoal: { customEventName: "bought" } },
      [
        ["Chrome", [1, null], [1, null], [1, null], [1, null]],
        ["Safari", [1, null], [0, null], [0, null], [0, null]],
      ],
    ],
    ["FrustrationMetrics", {}, [["/docs/2", [1, null], [0, null], [1, null]]]],
  ])("by %s %j", async (breakdownBy, rest, expected) => {
    expect(await table({ breakdownBy, ...rest })).toEqual(expected);
  });

  it("cleans paths when asked to", async () => {
    const asked = { breakdownBy: "Page", doPathCleaning: true, includeBounceRate: true };
    expect(await table(asked, { pathCleaning })).toEqual([
      ["/", [2, null], [2, null], [0.5, null]],
      ["/docs/:id", [1, null], [2, null], [0, null]],
    ]);
    expect(await table({ ...asked, doPathCleaning: false }, { pathCleaning })).toHaveLength(3);
  });

  it("names its columns", async () => {
    const answer = await ask("WebStatsTableQuery", {
      breakdownBy: "Page",
      includeBounceRate: true,
      limit: 1,
    });
    expect(answer).toMatchObject({
      columns: ["breakdown_value", "visitors", "views", "bounce_rate"].map(
        (name) => `context.columns.${name}`,
      ),
      hasMore: true,
      limit: 1,
      offset: 0,
    });
  });

  it.each([
    [{ breakdownBy: "Shoe" }, "breakdownBy"],
    [{ breakdownBy: "Browser", includeScrollDepth: true }, "pages only"],
    [{ breakdownBy: "Page", orderBy: ["Shoes", "ASC"] }, "orderBy"],
  ])("refuses %j", async (rest, message) => await expect(table(rest)).rejects.toThrow(message));
});

it("counts goals", async () => {
  const steps = [{ event: "bought" }];
  const actions = new Map([
    [3, { id: 3, name: "Buys", steps }],
    [4, { id: 4, name: "Nothing", steps: [] }],
    [5, { id: 5, name: "Docs", steps: [{ event: "$pageview", url: "/docs" }] }],
  ]);
  expect(await ask("WebGoalsQuery", { compareFilter }, { actions })).toMatchObject({
    results: [
      ["Buys", [1, 0], [1, 0], [0.5, 0]],
      ["Docs", [1, 1], [2, 1], [0.5, 1]],
    ],
    hasMore: false,
  });
  expect(await ask("WebGoalsQuery")).toMatchObject({ results: [] });
});

it("lists links that were followed to other sites", async () => {
  expect(await ask("WebExternalClicksTableQuery", { stripQueryParams: true })).toMatchObject({
    results: [["https://o.io/p", [1, null], [1, null]]],
    columns: ["context.columns.url", "context.columns.visitors", "context.columns.clicks"],
  });
});

it("follows figures over time", async () => {
  const metrics = ["UniqueUsers", "PageViews", "Sessions", "Bounces", "SessionDuration"];
  const { results } = await ask("WebTrendsQuery", { interval: "day", metrics });
  expect(
    (results as JsonObject[]).map(({ bucket, metrics: of }) => [bucket, ...Object.values(of as object)]),
  ).toEqual([
    ["2026-01-04", 0, 0, 0, 0, 0],
    ["2026-01-05", 1, 2, 1, 0, 90],
    ["2026-01-06", 1, 1, 1, 1, 5],
    ["2026-01-07", 1, 1, 1, 0, 120],
    ["2026-01-08", 0, 0, 0, 0, 0],
  ]);
});

it("finds addresses", async () => {
  const found = async (rest: JsonObject) => (await ask("WebPageURLSearchQuery", rest)).results;
  expect(await found({ searchTerm: "DOCS/1" })).toEqual([{ url: "https://x.io/docs/1?a=1", count: 1 }]);
  expect(await found({ stripQueryParams: true, limit: 1 })).toEqual([{ url: "https://x.io/", count: 3 }]);
});

describe("vitals", () => {
  const asked = { metric: "LCP", percentile: "p75", thresholds: [150, 400] };
  it("are good, middling and poor by page", async () => {
    expect((await ask("WebVitalsPathBreakdownQuery", asked)).results).toEqual([
      {
        good: [{ path: "/", value: 100 }],
        needs_improvements: [],
        poor: [{ path: "/docs/2", value: 450 }],
      },
    ]);
    expect((await ask("WebVitalsPathBreakdownQuery", { ...asked, thresholds: [99, 450] })).results).toEqual([
      {
        good: [],
        needs_improvements: [
          { path: "/", value: 100 },
          { path: "/docs/2", value: 450 },
        ],
        poor: [],
      },
    ]);
  });

  it("are trends under the page's dates and filters", async () => {
    const series = [
      { kind: "EventsNode", event: "$web_vitals", math: "max", math_property: "$web_vitals_LCP_value" },
    ];
    const source = { kind: "TrendsQuery", series, trendsFilter: { display: "BoldNumber" } };
    const properties = [{ key: "$pathname", value: "/" }];
    expect((await ask("WebVitalsQuery", { source })).results).toMatchObject([{ aggregated_value: 500 }]);
    expect((await ask("WebVitalsQuery", { source, properties })).results).toMatchObject([
      { aggregated_value: 100 },
    ]);
  });
});
