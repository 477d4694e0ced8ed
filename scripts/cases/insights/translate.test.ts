import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import { describe, expect, it } from "vitest";
import { sharedFiles } from "../shared.ts";
import { type CaseQuery, insightCase } from "./case-file.ts";
import { toCaseAnswer } from "./read.ts";
import { toApiQuery } from "./translate.ts";

const KINDS: Readonly<Record<string, string>> = {
  trends: "TrendsQuery",
  funnel: "FunnelsQuery",
  retention: "RetentionQuery",
  stickiness: "StickinessQuery",
  lifecycle: "LifecycleQuery",
  paths: "PathsQuery",
};

describe("cases in the words of the public API", () => {
  it.each(sharedFiles("insights", /\.json$/).map((file) => [basename(file), file]))("%s", (_, file) => {
    const { query } = insightCase(JSON.parse(readFileSync(file, "utf8")), file);
    expect(toApiQuery(query).kind).toBe(KINDS[query.kind]);
  });

  it("names a kind it does not know", () => {
    expect(() => toApiQuery({ kind: "heatmap" })).toThrow('"heatmap"');
    expect(() => insightCase({ id: "x" }, "x.json")).toThrow("x.json lacks");
  });

  it.each<[string, CaseQuery, JsonObject]>([
    [
      "filters",
      { kind: "stickiness", series: [{ event: "a", filters: [{ key: "b", op: "neq", value: 1 }] }] },
      { series: [{ event: "a", properties: [{ key: "b", type: "event", operator: "is_not", value: 1 }] }] },
    ],
    ["groups", { kind: "lifecycle", group_by_property: "group_2" }, { aggregation_group_type_index: 0 }],
    ["named groups", { kind: "trends", group_by_property: "company" }, { aggregation_group_type_index: 0 }],
    ["the period before", { kind: "trends", compare: "previous" }, { compareFilter: { compare_to: null } }],
    [
      "many seconds",
      { kind: "funnel", window: { value: 5, unit: "seconds" } },
      { funnelsFilter: { funnelWindowInterval: 5, funnelWindowIntervalUnit: "second" } },
    ],
    [
      "exclusions",
      { kind: "funnel", exclusions: [{ event: "x", from_step: 0, to_step: 2 }] },
      { funnelsFilter: { exclusions: [{ event: "x", funnelFromStep: 0, funnelToStep: 2 }] } },
    ],
    [
      "attribution to a step",
      { kind: "funnel", breakdown: { property: ["a", "b"], attribution: "step", step: 1 } },
      {
        breakdownFilter: { breakdown: ["a", "b"] },
        funnelsFilter: { breakdownAttributionType: "step", breakdownAttributionValue: 1 },
      },
    ],
    [
      "retention",
      {
        kind: "retention",
        interval: "week",
        total_intervals: 7,
        target: { event: null },
        minimum_occurrences: 2,
      },
      {
        retentionFilter: {
          period: "Week",
          totalIntervals: 7,
          minimumOccurrences: 2,
          targetEntity: { id: null },
        },
      },
    ],
  ])("%s", (_, query, expected) => expect(toApiQuery(query)).toMatchObject(expected));
});

describe("answers in the words of a case", () => {
  const read = (query: CaseQuery, expected: JsonObject, results: unknown) =>
    toCaseAnswer({ id: "x", persons: {}, events: [], query, expected }, { results } as JsonObject);

  it("cuts retention rows to the triangle and names hours", () => {
    const values = [{ count: 2 }, { count: 1 }, { count: 0 }];
    const rows = [
      { date: "2020-06-10T06:00:00Z", values },
      { date: "2020-06-10T07:00:00Z", values },
    ];
    expect(
      read(
        { kind: "retention", interval: "hour" },
        {
          rows: [
            [1, 1, 1],
            [1, 1],
          ],
        },
        rows,
      ),
    ).toEqual({
      buckets: ["2020-06-10T06:00", "2020-06-10T07:00"],
      rows: [
        [2, 1, 0],
        [2, 1],
      ],
    });
  });

  it("reads funnels with and without breakdown", () => {
    const step = {
      count: 3,
      average_conversion_time: 1.5,
      median_conversion_time: null,
      breakdown_value: ["Chrome"],
    };
    const shown = { count: 3, average_conversion_time: 1.5, median_conversion_time: null };
    expect(read({ kind: "funnel" }, {}, [step])).toEqual({ steps: [shown] });
    const breakdown = { property: "$browser" };
    expect(read({ kind: "funnel", breakdown }, {}, [[step]])).toEqual({
      breakdowns: [{ value: ["Chrome"], steps: [shown] }],
    });
  });

  it("reads lifecycle, stickiness and paths", () => {
    const days = ["2020-01-12"];
    expect(read({ kind: "lifecycle", interval: "day" }, {}, [{ status: "new", data: [1], days }])).toEqual({
      buckets: days,
      new: [1],
    });
    expect(read({ kind: "stickiness" }, {}, [{ days: [1, 2], data: [3, 0] }])).toEqual({
      bins: [1, 2],
      data: [[3, 0]],
    });
    const link = { source: "1_a", target: "2_b", value: 1 };
    expect(read({ kind: "paths" }, {}, [{ ...link, average_conversion_time: 5 }])).toEqual({
      links: [{ ...link, average_conversion_time_ms: 5 }],
    });
  });

  it("reads the null breakdown as the case writes it", () => {
    const item = {
      breakdown_value: "$$_posthog_breakdown_null_$$",
      data: [1],
      days: ["2020-01-01"],
      action: { order: 0 },
    };
    const expected = { results: [{ breakdown: null }] };
    expect(read({ kind: "trends" }, expected, [item])).toMatchObject({
      results: [{ breakdown: null, series: 0 }],
    });
  });
});
