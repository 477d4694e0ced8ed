import { describe, expect, it } from "vitest";
import {
  DEFAULT_STATE,
  type ExplorerState,
  newSeries,
  parseBreakdown,
  printBreakdown,
  seriesListSchema,
  summaryOf,
} from "./state.ts";
import { toTrendsQuery } from "./to-query.ts";

const complete = { type: "event", key: "plan", operator: "exact", value: ["team"] };
const incomplete = { type: "event", key: "plan", operator: "exact", value: [] };

describe("toTrendsQuery", () => {
  const cases: [string, Partial<ExplorerState>, Record<string, unknown>][] = [
    [
      "default",
      {},
      {
        kind: "TrendsQuery",
        series: [
          { kind: "EventsNode", event: "$pageview", name: "$pageview", math: "total", properties: [] },
        ],
        interval: "day",
        dateRange: { date_from: "-7d", date_to: null },
        properties: [],
        trendsFilter: { display: "ActionsLineGraph" },
      },
    ],
    [
      "any event",
      { series: [newSeries(null)] },
      { series: [{ kind: "EventsNode", event: null, math: "total", properties: [] }] },
    ],
    ["incomplete filters wait", { filters: [incomplete, complete] }, { properties: [complete] }],
    [
      "property math",
      { series: [{ ...newSeries("buy"), math: "sum", mathProperty: "price" }] },
      { series: [{ math: "sum", math_property: "price", math_property_type: "event_properties" }] },
    ],
    [
      "property math without property counts",
      { series: [{ ...newSeries("buy"), math: "sum" }] },
      { series: [{ math: "total" }] },
    ],
    [
      "series filter and name",
      { series: [{ ...newSeries("buy"), name: "Sales", filters: [complete, incomplete] }] },
      { series: [{ custom_name: "Sales", properties: [complete] }] },
    ],
    [
      "breakdown",
      { breakdown: { source: "person", property: "plan" } },
      { breakdownFilter: { breakdown: "plan", breakdown_type: "person" } },
    ],
    [
      "breakdown by a group's property",
      { breakdown: { source: "group_1", property: "tier" } },
      { breakdownFilter: { breakdown: "tier", breakdown_type: "group", breakdown_group_type_index: 1 } },
    ],
    ["previous period", { compare: "previous" }, { compareFilter: { compare: true } }],
    ["a year before", { compare: "-1y" }, { compareFilter: { compare: true, compare_to: "-1y" } }],
    ["formula", { formula: " a / b " }, { trendsFilter: { formula: "A / B" } }],
    ["empty formula", { formula: "  " }, { trendsFilter: { display: "ActionsLineGraph" } }],
    [
      "range",
      { from: "2026-01-01", to: "2026-01-31" },
      { dateRange: { date_from: "2026-01-01", date_to: "2026-01-31" } },
    ],
  ];
  it.each(cases)("%s", (_name, change, expected) => {
    expect(toTrendsQuery({ ...DEFAULT_STATE, ...change })).toMatchObject(expected);
  });
  it("has no breakdown or comparison unless asked", () => {
    expect(Object.keys(toTrendsQuery(DEFAULT_STATE))).not.toContain("breakdownFilter");
    expect(Object.keys(toTrendsQuery(DEFAULT_STATE))).not.toContain("compareFilter");
  });
});

describe("URL parts", () => {
  it.each([
    ["event:$browser", { source: "event", property: "$browser" }],
    ["group_0:tier", { source: "group_0", property: "tier" }],
    ["person:a:b", { source: "person", property: "a:b" }],
    ["cohort:1", null],
    ["event:", null],
  ])("breakdown %s", (text, expected) => {
    const parsed = parseBreakdown(text);
    expect(parsed).toEqual(expected);
    if (parsed) expect(printBreakdown(parsed)).toBe(text);
  });
  it("a series list is never empty and fills in what is missing", () => {
    expect(seriesListSchema.safeParse([]).success).toBe(false);
    expect(seriesListSchema.parse([{ event: "a" }])).toEqual([newSeries("a")]);
  });
});

describe("summaryOf", () => {
  const cases: [string, Partial<ExplorerState>, string][] = [
    ["counts add up", {}, "sum"],
    ["unique persons do not", { series: [newSeries("a"), { ...newSeries("a"), math: "dau" }] }, "average"],
    ["neither do formulas", { formula: "A/B" }, "average"],
    ["a running total ends with it", { display: "ActionsLineGraphCumulative" }, "last"],
  ];
  it.each(cases)("%s", (_name, change, summary) =>
    expect(summaryOf({ ...DEFAULT_STATE, ...change })).toBe(summary),
  );
});
