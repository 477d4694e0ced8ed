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
    [
      "a series of its own pace",
      data({
        series: [
          { key: "s0", label: "x", color: 0, faint: false, values: [1, 2], total: 3, incompleteFrom: 1 },
        ],
      }),
      [
        [1, 1],
        [null, 2],
        [null, null],
      ],
    ],
    ["one bucket stays a point", data({ lastIncomplete: true, buckets: ["a"], labels: ["a"] }), [[1, null]]],
  ];
  it.each(cases)("%s", (_name, chart, expected) => expect(parts(chart)).toEqual(expected));

  it("bars of the filling bucket stand alone", () => {
    const rows = chartRows(data({ lastIncomplete: true }), { bars: true });
    expect(rows.map((row) => [row.s0, row["s0-tail"]])).toEqual([
      [1, null],
      [2, null],
      [null, 3],
    ]);
  });

  it("a logarithmic axis leaves out zero and less", () => {
    const series = [{ key: "s0", label: "x", color: 0, faint: false, values: [0, 10, -1], total: 9 }];
    expect(chartRows(data({ series }), { log: true }).map((row) => row.s0)).toEqual([null, 10, null]);
  });
});
