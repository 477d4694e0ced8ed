import { describe, expect, it } from "vitest";
import { conversion, type FunnelItem, toFunnel, toFunnelTrend, toHistogram } from "./funnel.ts";

const step = (order: number, count: number, more: Partial<FunnelItem> = {}): FunnelItem => ({
  name: `step${order}`,
  order,
  count,
  average_conversion_time: order === 0 ? null : 60,
  median_conversion_time: order === 0 ? null : 30,
  ...more,
});

describe("toFunnel", () => {
  it("counts who reached, who dropped off, and shares", () => {
    const [first, second, third] = toFunnel([step(0, 200), step(1, 50), step(2, 25)]);
    expect(first?.bars[0]).toMatchObject({
      count: 200,
      dropped: 0,
      ofEntered: 1,
      ofPrevious: 1,
      medianSeconds: null,
    });
    expect(second?.bars[0]).toMatchObject({
      count: 50,
      dropped: 150,
      ofEntered: 0.25,
      ofPrevious: 0.25,
      medianSeconds: 30,
    });
    expect(third?.bars[0]).toMatchObject({ count: 25, dropped: 25, ofEntered: 0.125, ofPrevious: 0.5 });
  });
  it("has a bar a breakdown value", () => {
    const of = (value: string, ...counts: number[]) =>
      counts.map((count, order) => step(order, count, { breakdown_value: [value] }));
    const steps = toFunnel([of("Chrome", 10, 5), of("", 4, 0)]);
    expect(steps.map(({ bars }) => bars.map(({ label, count, color }) => [label, count, color]))).toEqual([
      [
        ["Chrome", 10, 0],
        ["(empty)", 4, 1],
      ],
      [
        ["Chrome", 5, 0],
        ["(empty)", 0, 1],
      ],
    ]);
  });
  it("compares periods in one colour", () => {
    const of = (period: "current" | "previous") => [
      step(0, 4, { compare_label: period }),
      step(1, 2, { compare_label: period }),
    ];
    for (const results of [
      [of("current"), of("previous")],
      [...of("current"), ...of("previous")],
    ]) {
      const steps = toFunnel(results as FunnelItem[]);
      expect(steps).toHaveLength(2);
      expect(steps[0]?.bars.map(({ label, color, faint }) => [label, color, faint])).toEqual([
        ["now", 0, false],
        ["before", 0, true],
      ]);
    }
  });
  it("never divides by nothing", () => {
    const [, second] = toFunnel([step(0, 0), step(1, 0)]);
    expect(second?.bars[0]).toMatchObject({ ofEntered: 0, ofPrevious: 0, dropped: 0 });
    expect(conversion([])).toBe(0);
  });
  it("takes the name that was given", () => {
    expect(
      toFunnel([step(0, 1, { custom_name: "Start" }), step(1, 1, { name: "$pageview" })]).map(
        ({ name }) => name,
      ),
    ).toEqual(["Start", "Pageview"]);
  });
});

it.each([
  [
    "the last edge counts into the last bin",
    [
      [0, 3],
      [60, 2],
      [120, 1],
    ],
    [
      ["0 s – 1 min", 3],
      ["1 min – 2 min", 3],
    ],
  ],
  [
    "one bin",
    [
      [5, 4],
      [65, 0],
    ],
    [["5 s – 1 min 5 s", 4]],
  ],
  ["nobody", [], []],
] as const)("toHistogram: %s", (_name, bins, expected) => {
  const chart = toHistogram({ bins, average_conversion_time: null });
  expect(chart.labels.map((label, index) => [label, chart.series[0]?.values[index]])).toEqual(expected);
});

it("toFunnelTrend names its lines and dashes the bucket that fills", () => {
  const options = { interval: "day", timezone: "UTC", now: Date.parse("2026-01-02T12:00:00Z") } as const;
  const days = ["2026-01-01", "2026-01-02"];
  const chart = toFunnelTrend([{ data: [50, 10], days, breakdown_value: ["a"] }], options);
  expect([chart.labels, chart.series[0]?.label, chart.lastIncomplete]).toEqual([
    ["1 Jan", "2 Jan"],
    "a",
    true,
  ]);
});
