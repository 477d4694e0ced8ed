import type { JsonValue } from "@edgewise/core/events/types.ts";
import { prepareQuery } from "@edgewise/core/insights/registry.ts";
import { compileQuery } from "@edgewise/core/sql/compile.ts";
import { printHogQL } from "@edgewise/core/sql/print-hogql.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SqlBed, startSqlBed } from "../../test/query/sql-bed.ts";

let bed: SqlBed;
beforeAll(async () => {
  bed = await startSqlBed();
  await bed.events(
    1,
    ["b1", "$pageview", "buy", "b2", "$pageview", "b3"].map((event, minute) => ({
      event,
      user: "visitor",
      at: `2026-01-07T12:0${minute}:00.000Z`,
      properties: { $current_url: `https://x.io/${minute}/` },
    })),
  );
  await bed.events(
    1,
    Array.from({ length: 60 }, (_, index) => ({
      event: index % 3 === 0 ? "buy" : "$pageview",
      user: `user-${index % 7}`,
      at: new Date(Date.parse("2026-01-08T09:00:00Z") - index * 7_200_000).toISOString(),
      session: `session-${index % 11}`,
      properties: { $browser: index % 2 ? "Chrome" : "Safari", amount: index / 2, "odd 'name'": index % 4 },
    })),
  );
});
afterAll(() => bed?.close());

const CUMULATIVE = "ActionsLineGraphCumulative";
const DEFINED = {
  actions: new Map([[3, { id: 3, name: "Bought", steps: [{ event: "buy" }, { url: "x.io/1" }] }]]),
  cohorts: new Map([[5, { id: 5, name: "Nobody" }]]),
};
const page = { kind: "EventsNode", event: "$pageview" };
const buy = { kind: "EventsNode", event: "buy" };
const trends = (more: object) =>
  ({ kind: "TrendsQuery", series: [page], ...more }) as Record<string, JsonValue>;
const retention = (filter: object) =>
  ({ kind: "RetentionQuery", retentionFilter: { totalIntervals: 4, ...filter } }) as Record<
    string,
    JsonValue
  >;
const people = (source: object) =>
  ({
    kind: "ActorsQuery",
    source: { kind: "InsightActorsQuery", ...source },
    select: ["actor_id"],
  }) as Record<string, JsonValue>;

describe("the SQL shown beside an insight gives the same rows in the SQL editor", () => {
  it.each<[string, JsonValue]>([
    ["totals by day", trends({})],
    [
      "two series by hour",
      trends({ series: [page, buy], interval: "hour", dateRange: { date_from: "-2d" } }),
    ],
    [
      "uniques by week",
      trends({ series: [{ ...page, math: "dau" }], interval: "week", dateRange: { date_from: "-30d" } }),
    ],
    ["weekly actives", trends({ series: [{ ...page, math: "weekly_active" }] })],
    ["sessions", trends({ series: [{ ...page, math: "unique_session" }] })],
    ["sums", trends({ series: [{ ...buy, math: "sum", math_property: "amount" }] })],
    ["percentiles", trends({ series: [{ ...buy, math: "p90", math_property: "amount" }] })],
    ["a breakdown", trends({ breakdownFilter: { breakdown: "$browser" } })],
    [
      "uniques with a breakdown",
      trends({ series: [{ ...page, math: "dau" }], breakdownFilter: { breakdown: "odd 'name'" } }),
    ],
    [
      "filters",
      trends({
        properties: [
          { key: "odd 'name'", value: ["1", "2"] },
          { key: "amount", operator: "gt", value: 3 },
        ],
      }),
    ],
    ["an action", trends({ series: [{ kind: "ActionsNode", id: 3 }, page] })],
    ["a cohort", trends({ properties: [{ type: "cohort", key: "id", operator: "not_in", value: 5 }] })],
    ["cohorts", trends({ breakdownFilter: { breakdown_type: "cohort", breakdown: [5, "all"] } })],
    [
      "a histogram",
      trends({
        series: [buy],
        breakdownFilter: { breakdown: "amount", breakdown_histogram_bin_count: 3 },
        compareFilter: { compare: true },
      }),
    ],
    [
      "weekly actives by minute",
      trends({
        series: [{ ...page, math: "weekly_active" }],
        interval: "minute",
        dateRange: { date_from: "-1h" },
        breakdownFilter: { breakdown: "$browser" },
      }),
    ],
    [
      "monthly actives by week",
      trends({
        series: [{ ...page, math: "monthly_active" }],
        interval: "week",
        dateRange: { date_from: "-90d" },
      }),
    ],
    ["first times", trends({ series: [{ ...page, math: "first_time_for_user" }] })],
    ["events per person", trends({ series: [{ ...page, math: "avg_count_per_actor" }] })],
    [
      "distinct so far",
      trends({ series: [{ ...page, math: "dau" }], trendsFilter: { display: CUMULATIVE } }),
    ],
    ["a calendar", { ...trends({}), kind: "CalendarHeatmapQuery" }],
    ["a comparison", trends({ compareFilter: { compare: true } })],
    ["one number", trends({ trendsFilter: { display: "BoldNumber" } })],
    [
      "events",
      { kind: "EventsQuery", select: ["*", "person", "properties.$browser"], after: "all", limit: 5 },
    ],
    [
      "grouped events",
      { kind: "EventsQuery", select: ["event", "count()", "avg(properties.amount)"], after: "all" },
    ],
    ...["retention_recurring", "retention_first_time", "retention_first_ever_occurrence"].flatMap(
      (retentionType): [string, JsonValue][] => [
        [retentionType, retention({ retentionType })],
        [`${retentionType}, by the clock`, retention({ retentionType, timeWindowMode: "24_hour_windows" })],
      ],
    ),
    ["retention, weeks", retention({ period: "Week", minimumOccurrences: 2 })],
    ["retention, hours", retention({ period: "Hour", totalIntervals: 40, retentionCustomBrackets: [1, 3] })],
    ["retention, sums", retention({ aggregationType: "sum", aggregationProperty: "amount" })],
    [
      "retention, a breakdown",
      { ...retention({ cumulative: true }), breakdownFilter: { breakdown: "$browser" } },
    ],
    ["stickiness", { ...trends({}), kind: "StickinessQuery" }],
    [
      "stickiness, a criterion",
      {
        ...trends({ interval: "hour", dateRange: { date_from: "-4d" } }),
        kind: "StickinessQuery",
        stickinessFilter: { stickinessCriteria: { operator: "lte", value: 2 } },
      },
    ],
    ["lifecycle", { ...trends({ interval: "day" }), kind: "LifecycleQuery" }],
    ["paths", { kind: "PathsQuery", dateRange: { date_from: "-30d" } }],
    [
      "paths between points, in groups",
      {
        kind: "PathsQuery",
        dateRange: { date_from: "-30d" },
        pathsFilter: {
          includeEventTypes: ["custom_event"],
          pathGroupings: ["bu*"],
          localPathCleaningFilters: [{ regex: "[12]$", alias: "<id>" }],
        },
      },
    ],
    [
      "paths after a step",
      {
        kind: "PathsQuery",
        dateRange: { date_from: "-30d" },
        funnelPathsFilter: {
          funnelStep: 1,
          funnelSource: { ...trends({ series: [page, buy] }), kind: "FunnelsQuery" },
        },
      },
    ],
    ["people of a trend", people({ source: trends({}) })],
    [
      "people of the rest of a breakdown",
      people({
        source: trends({ breakdownFilter: { breakdown: "amount", breakdown_limit: 2 } }),
        breakdown: "$$_posthog_breakdown_other_$$",
      }),
    ],
    ["people of a cell", people({ source: retention({}), interval: 0, selected: 0 })],
    ["people of a bin", people({ source: { ...trends({}), kind: "StickinessQuery" }, day: 1 })],
    [
      "people of a status",
      people({ source: { ...trends({}), kind: "LifecycleQuery" }, day: "2026-01-08", status: "returning" }),
    ],
    ["people of a link", people({ source: { kind: "PathsQuery", dateRange: { date_from: "-30d" } } })],
    [
      "people with their properties",
      {
        ...people({ source: trends({}) }),
        select: ["id", "properties.email", "event_count"],
        search: "0",
        orderBy: ["person DESC"],
      },
    ],
    ["sessions", { kind: "SessionsQuery", select: ["*"], after: "all" }],
    ["visits", { kind: "WebOverviewQuery", compareFilter: { compare: true } }],
    ["browsers", { kind: "WebStatsTableQuery", breakdownBy: "Browser", includeBounceRate: true }],
    ["sources", { kind: "WebStatsTableQuery", breakdownBy: "InitialChannelType" }],
    ["sessions with an event", { kind: "SessionsQuery", select: ["session_id"], event: "buy", after: "all" }],
    [
      "text",
      {
        kind: "HogQLQuery",
        query:
          "select event, properties['odd \\'name\\''] o, count() from events where {filters} group by 1, 2 order by 1, 2 limit 20",
      },
    ],
  ])("%s", async (_name, query) => {
    for (const timezone of ["UTC", "America/New_York"]) {
      const context = { ...bed.context, timezone, ...DEFINED };
      const prepared = prepareQuery(query, context);
      if (!prepared.ok) throw new Error(prepared.error.message);
      if (prepared.value.run === "none") throw new Error("not a query of the engine");
      const { select, limits } = prepared.value;
      const compiled = compileQuery(select, { ...context, ...(limits ? { limits } : {}) });
      if (!compiled.ok) throw new Error(compiled.error.message);
      const direct = await bed.warehouse.query(compiled.value);
      if (!direct.ok) throw new Error(direct.error.message);
      const text = printHogQL(select, { pretty: true });
      const again = await bed.query(text, { timezone, ...(limits ? { limits } : {}) });
      const sorted = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row)).sort();
      expect(direct.value.rows.length, text).toBeGreaterThan(0);
      expect(sorted(again.rows), text).toEqual(sorted(direct.value.rows));
    }
  });
});
