import type { JsonObject } from "@edgewise/core/events/types.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { series, startTrendsBed, type TrendsBed, view } from "./trends-bed.ts";

let bed: TrendsBed;
beforeAll(async () => {
  bed = await startTrendsBed();
});
afterAll(() => bed?.runner.close());

const trends: TrendsBed["trends"] = (query, context) => bed.trends(query, context);
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

  it("BoxPlot: the distribution of a number", async () => {
    const one = series({ math_property: "amount", custom_name: "Amounts" });
    const { items } = await trends({ series: [one], trendsFilter: { display: "BoxPlot" } });
    const label = { series_index: 0, series_label: "Amounts" };
    expect(items).toEqual([
      {
        day: "2026-01-06",
        label: "6-Jan-2026",
        min: 1,
        p25: 1.75,
        median: 2.5,
        p75: 3.25,
        max: 4,
        mean: 2.5,
        ...label,
      },
      {
        day: "2026-01-08",
        label: "8-Jan-2026",
        min: 10,
        p25: 10,
        median: 10,
        p75: 10,
        max: 10,
        mean: 10,
        ...label,
      },
    ]);
    const without = trends({ series: [series()], trendsFilter: { display: "BoxPlot" } });
    await expect(without).rejects.toThrow('needs "math_property"');
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
    const minutes = (interval: string) => ({
      interval,
      dateRange: { date_from: "2026-01-08T08:59:58", date_to: "2026-01-08T09:00:01" },
    });
    expect(await byDay({ math: "weekly_active" }, minutes("minute"))).toEqual([[2, 3]]);
    expect(await byDay({ math: "monthly_active" }, minutes("second"))).toEqual([[2, 2, 3, 3]]);
    const months = { interval: "month", dateRange: { date_from: "2025-12-01" } };
    expect(await byDay({ math: "weekly_active" }, months)).toEqual([[0, 3]]);
    expect(await byDay({ math: "monthly_active" }, months)).toEqual([[1, 3]]);
  });

  it("tells the repeated hour apart when clocks go back", async () => {
    await bed.runner.insert(3, [
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
    ["actions", { series: [{ kind: "ActionsNode", id: 3 }] }, "Action 3 does not exist"],
    ["no series", { series: [] }, "at least one series"],
    ["bad formula", { trendsFilter: { formula: "A+" } }, 'Formula "A+"'],
  ])("%s", async (_, query, message) => {
    await expect(trends(query)).rejects.toThrow(message);
  });
});
