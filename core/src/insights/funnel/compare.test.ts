import { describe, expect, it } from "vitest";
import { alignPeriods } from "./compare.ts";

const funnel = (value: string, count: number) => [
  {
    breakdown_value: [value],
    count,
    people: [],
    average_conversion_time: null,
    median_conversion_time: null,
  },
  { breakdown_value: [value], count: 1, people: [], average_conversion_time: 9, median_conversion_time: 9 },
];

describe("funnels of two periods", () => {
  it("have the same values in the same order, with zeros where a period has none", () => {
    const aligned = alignPeriods(
      [
        [funnel("a", 5), funnel("b", 3)],
        [funnel("c", 4), funnel("a", 2)],
      ],
      ["current", "previous"],
    );
    expect(
      aligned.map((steps) => [
        steps[0]?.compare_label,
        String(steps[0]?.breakdown_value),
        ...steps.map(({ count }) => count),
        steps[1]?.average_conversion_time,
      ]),
    ).toEqual([
      ["current", "a", 5, 1, 9],
      ["current", "b", 3, 1, 9],
      ["current", "c", 0, 0, null],
      ["previous", "a", 2, 1, 9],
      ["previous", "b", 0, 0, null],
      ["previous", "c", 4, 1, 9],
    ]);
  });

  it("of one period stay as they are", () => {
    expect(alignPeriods([[funnel("a", 5)]], [undefined])).toEqual([funnel("a", 5)]);
  });
});
