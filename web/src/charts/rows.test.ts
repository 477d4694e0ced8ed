import { describe, expect, it } from "vitest";
import { chartRows } from "./rows.ts";
import type { ChartData } from "./types.ts";

const data = (change: Partial<ChartData>, faint = false): ChartData => ({
  buckets: ["a", "b", "c"],
  labels: ["a", "b", "c"],
  series: [{ key: "s0", label: "x", color: 0, faint, values: [1, 2, 3], total: 6 }],
  lastIncomplete: false,
  ...change,
});
const parts = (chart: ChartData) => chartRows(chart).map((row) => [row.s0, row["s0-tail"]]);

describe("chartRows", () => {
  const cases: [string, ChartData, unknown[][]][] = [
    [
      "complete: all solid",
      data({}),
      [
        [1, null],
        [2, null],
        [3, null],
      ],
    ],
    [
      "filling: the last step is dashed",
      data({ lastIncomplete: true }),
      [
        [1, null],
        [2, 2],
        [null, 3],
      ],
    ],
    [
      "the previous period is never filling",
      data({ lastIncomplete: true }, true),
      [
        [1, null],
        [2, null],
        [3, null],
      ],
    ],
    ["one bucket stays a point", data({ lastIncomplete: true, buckets: ["a"], labels: ["a"] }), [[1, null]]],
  ];
  it.each(cases)("%s", (_name, chart, expected) => expect(parts(chart)).toEqual(expected));
});
