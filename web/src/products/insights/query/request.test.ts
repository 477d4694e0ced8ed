import { describe, expect, it } from "vitest";
import { requestOf, toRequest } from "./request.ts";
import type { InsightQuery } from "./types.ts";

const complete = { type: "event", key: "plan", operator: "exact", value: ["team"] };
const incomplete = { type: "event", key: "plan", operator: "exact", value: [] };
const buy = { kind: "EventsNode", event: "buy", name: "buy" } as const;
const trend = (change: object = {}): InsightQuery =>
  ({ kind: "TrendsQuery", series: [buy], ...change }) as InsightQuery;
const funnel = (change: object = {}): InsightQuery =>
  ({ kind: "FunnelsQuery", series: [buy, buy], ...change }) as InsightQuery;

describe("toRequest", () => {
  const cases: [string, InsightQuery, object][] = [
    ["incomplete filters wait", trend({ properties: [incomplete, complete] }), { properties: [complete] }],
    [
      "in series and their parts too",
      trend({
        series: [
          {
            kind: "GroupNode",
            properties: [incomplete],
            nodes: [{ ...buy, properties: [incomplete, complete] }],
          },
        ],
      }),
      { series: [{ kind: "GroupNode", properties: [], nodes: [{ ...buy, properties: [complete] }] }] },
    ],
    [
      "empty groups of filters fall away",
      trend({
        properties: {
          type: "OR",
          values: [
            { type: "AND", values: [incomplete] },
            { type: "AND", values: [complete] },
          ],
        },
      }),
      { properties: { type: "OR", values: [{ type: "AND", values: [complete] }] } },
    ],
    [
      "a measure without its property counts",
      trend({ series: [{ ...buy, math: "sum" }] }),
      { series: [{ ...buy, math: "total" }] },
    ],
    [
      "an empty expression counts",
      trend({ series: [{ ...buy, math: "hogql", math_hogql: " " }] }),
      { series: [{ ...buy, math: "total", math_hogql: " " }] },
    ],
    [
      "a whole measure stays",
      trend({ series: [{ ...buy, math: "sum", math_property: "price" }] }),
      { series: [{ ...buy, math: "sum", math_property: "price" }] },
    ],
    [
      "what only concerns the picture stays here",
      trend({
        trendsFilter: {
          display: "ActionsBar",
          goalLines: [{ label: "x", value: 1 }],
          yAxisScaleType: "log10",
          smoothingIntervals: 7,
        },
      }),
      { trendsFilter: { display: "ActionsLineGraph", smoothingIntervals: 7 } },
    ],
    [
      "totals are another question",
      trend({ trendsFilter: { display: "ActionsPie" } }),
      { trendsFilter: { display: "ActionsPie" } },
    ],
    [
      "so are running sums",
      trend({ trendsFilter: { display: "ActionsLineGraphCumulative" } }),
      { trendsFilter: { display: "ActionsLineGraphCumulative" } },
    ],
    [
      "formulas in capitals, empty ones not",
      trend({ trendsFilter: { formulaNodes: [{ formula: "a/b", custom_name: "r" }, { formula: " " }] } }),
      { trendsFilter: { display: "ActionsLineGraph", formulaNodes: [{ formula: "A/B", custom_name: "r" }] } },
    ],
    [
      "exclusions with their filters",
      funnel({
        funnelsFilter: {
          layout: "horizontal",
          exclusions: [{ ...buy, properties: [incomplete], funnelFromStep: 0, funnelToStep: 1 }],
        },
      }),
      { funnelsFilter: { exclusions: [{ ...buy, properties: [], funnelFromStep: 0, funnelToStep: 1 }] } },
    ],
    [
      "retention's entities",
      {
        kind: "RetentionQuery",
        retentionFilter: {
          retentionReference: "previous",
          targetEntity: { id: "buy", properties: [incomplete] },
        },
      },
      { retentionFilter: { targetEntity: { id: "buy", properties: [] } } },
    ],
    [
      "lines and rules of paths",
      {
        kind: "PathsQuery",
        pathsFilter: {
          pathGroupings: ["/a/*", " "],
          localPathCleaningFilters: [
            { regex: "", alias: "x" },
            { regex: "a", alias: "b" },
          ],
        },
      },
      {
        pathsFilter: {
          pathGroupings: ["/a/*"],
          localPathCleaningFilters: [{ regex: "a", alias: "b", order: 0 }],
        },
      },
    ],
  ];
  it.each(cases)("%s", (_name, query, expected) => {
    const { kind: _, series, ...rest } = toRequest(query) as Record<string, unknown>;
    const { series: expectedSeries, ...expectedRest } = expected as Record<string, unknown>;
    expect(rest).toMatchObject(expectedRest);
    for (const [key, value] of Object.entries(expectedRest)) expect(rest[key]).toEqual(value);
    if (expectedSeries) expect(series).toEqual(expectedSeries);
  });

  it("asks the same for every display over time", () => {
    const asked = ["ActionsLineGraph", "ActionsBar", "ActionsAreaGraph", undefined].map((display) =>
      JSON.stringify(toRequest(trend({ trendsFilter: { display } }))),
    );
    expect(new Set(asked).size).toBe(1);
  });
});

it.each([
  [
    "wrapped",
    { kind: "InsightVizNode", source: { kind: "StickinessQuery", series: [buy] } },
    "StickinessQuery",
  ],
  [
    "SQL as it is",
    { kind: "DataVisualizationNode", source: { kind: "HogQLQuery", query: "select 1" } },
    "HogQLQuery",
  ],
  ["no query", { kind: "InsightVizNode" }, undefined],
  ["no object", "x", undefined],
])("requestOf: %s", (_name, node, kind) => expect(requestOf(node)?.kind).toBe(kind));
