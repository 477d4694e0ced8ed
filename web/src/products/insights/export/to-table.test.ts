import { describe, expect, it } from "vitest";
import { toTable } from "./to-table.ts";

const days = ["2026-01-01", "2026-01-02"];
const step = (order: number, count: number, more: object = {}) => ({
  name: `s${order}`,
  order,
  count,
  average_conversion_time: null,
  median_conversion_time: null,
  ...more,
});

describe("toTable", () => {
  const cases: [string, string, unknown, unknown][] = [
    ["a trend", "TrendsQuery", [{ label: "a", days, data: [1, 2] }], [["series", ...days], [["a", 1, 2]]]],
    [
      "broken down and compared",
      "TrendsQuery",
      [
        {
          label: "a",
          days,
          data: [1, 2],
          breakdown_value: ["x", "$$_posthog_breakdown_null_$$"],
          compare_label: "current",
        },
      ],
      [["series", "breakdown", "period", ...days], [["a", "x · (not set)", "current", 1, 2]]],
    ],
    [
      "totals",
      "TrendsQuery",
      [{ label: "a", days: [], data: [], aggregated_value: 7 }],
      [["series", "value"], [["a", 7]]],
    ],
    [
      "stickiness",
      "StickinessQuery",
      [{ label: "a", days: [1, 2], data: [3, 4] }],
      [["series", "1", "2"], [["a", 3, 4]]],
    ],
    [
      "steps",
      "FunnelsQuery",
      [step(0, 2), step(1, 1)],
      [
        ["step", "name", "breakdown", "count", "average_conversion_time", "median_conversion_time"],
        [
          [1, "s0", "", 2, null, null],
          [2, "s1", "", 1, null, null],
        ],
      ],
    ],
    ["times", "FunnelsQuery", { bins: [[0, 1]] }, [["seconds", "actors"], [[0, 1]]]],
    [
      "a funnel's trend",
      "FunnelsQuery",
      [{ label: "c", days, data: [1, 2] }],
      [["series", ...days], [["c", 1, 2]]],
    ],
    [
      "retention",
      "RetentionQuery",
      [{ date: "d", values: [{ count: 3, label: "Day 0" }], breakdown_value: null }],
      [["start", "breakdown", "Day 0"], [["d", "", 3]]],
    ],
    [
      "paths",
      "PathsQuery",
      [{ source: "1_a", target: "2_b", value: 3, average_conversion_time: 10 }],
      [["source", "target", "value", "average_conversion_time"], [["1_a", "2_b", 3, 10]]],
    ],
  ];
  it.each(cases)("%s", (_name, kind, results, expected) =>
    expect(toTable(kind, { results })).toEqual(expected),
  );
  it("SQL is rows already", () => {
    expect(toTable("HogQLQuery", { results: [[1]], columns: ["a"] })).toEqual([["a"], [[1]]]);
  });
});
