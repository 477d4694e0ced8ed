import { expect, test } from "vitest";
import { intervalOf, isTimeSeries, readSeries } from "./series.ts";

const reading = (now: string, zone = "UTC") => ({
  now: Date.parse(now),
  calendar: { zone, weekStart: 1 as const },
});
const item = (more: object) => ({
  label: "a",
  count: 6,
  data: [1, 2, 3],
  days: ["2026-01-01", "2026-01-02", "2026-01-03"],
  labels: ["1-Jan", "2-Jan", "3-Jan"],
  ...more,
});

test.each([
  ["2026-01-03T10:00Z", "UTC", [true, true, false]],
  ["2026-01-04T00:00Z", "UTC", [true, true, true]],
  ["2026-01-03T23:30Z", "America/New_York", [true, true, false]],
  ["2026-01-04T05:00Z", "America/New_York", [true, true, true]],
])("at %s in %s the last day is over or not", (now, zone, complete) => {
  const [series] = readSeries({ kind: "TrendsQuery" }, [item({})], reading(now, zone));
  expect(series?.points.map((point) => point.complete)).toEqual(complete);
});

test.each([
  [{ interval: "hour" }, ["2026-01-03 09:00:00", "2026-01-03 10:00:00"], [true, false]],
  [{ interval: "week" }, ["2025-12-22", "2025-12-29"], [true, false]],
  [{ interval: "month" }, ["2025-12-01", "2026-01-01"], [true, false]],
])("%j", (query, days, complete) => {
  const results = [item({ days, data: [1, 2], labels: days })];
  const [series] = readSeries(query, results, reading("2026-01-03T10:30Z"));
  expect(series?.points.map((point) => point.complete)).toEqual(complete);
});

test("what is compared with is no series; totals have no points", () => {
  const read = (results: object[]) => readSeries({}, results as never, reading("2026-02-01T00:00Z"));
  expect(read([item({}), item({ compare_label: "previous" })])).toHaveLength(1);
  expect(read([item({ aggregated_value: 7, data: [], days: [] })])).toEqual([
    { label: "a", index: 0, points: [], total: 7 },
  ]);
  expect(read([item({ action: { order: 2 } }), item({ order: 5 })]).map(({ index }) => index)).toEqual([
    2, 5,
  ]);
  expect(readSeries({}, null, reading("2026-02-01T00:00Z"))).toEqual([]);
});

test.each([
  [{}, "day"],
  [{ interval: "hour" }, "hour"],
  [{ retentionFilter: { period: "Week" } }, "week"],
  [{ interval: "nonsense" }, "day"],
])("the interval of %j", (query, expected) => expect(intervalOf(query)).toBe(expected));

test.each([
  [{ kind: "TrendsQuery" }, true],
  [{ kind: "TrendsQuery", trendsFilter: { display: "ActionsBar" } }, true],
  [{ kind: "TrendsQuery", trendsFilter: { display: "BoldNumber" } }, false],
  [{ kind: "TrendsQuery", trendsFilter: { display: "ActionsLineGraphCumulative" } }, false],
  [{ kind: "LifecycleQuery" }, true],
  [{ kind: "FunnelsQuery" }, false],
  [{ kind: "FunnelsQuery", funnelsFilter: { funnelVizType: "trends" } }, true],
  [{ kind: "HogQLQuery" }, false],
])("%j is a series over time: %s", (query, expected) => expect(isTimeSeries(query)).toBe(expected));
