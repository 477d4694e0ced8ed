import { describe, expect, it } from "vitest";
import type { Alert, AlertCheck } from "./api.ts";
import { boundLines, checkChart } from "./check-chart.ts";

const check = (minute: number, value: number | null): AlertCheck => ({
  id: String(minute),
  created_at: `2026-03-04T05:0${minute}:00Z`,
  calculated_value: value,
  state: "Not firing",
  notified: [],
  error: null,
  breaches: [],
});

describe("what an alert measured", () => {
  it("goes from the oldest to the newest, without checks that failed", () => {
    const chart = checkChart([check(4, 9), check(3, null), check(2, 0), check(1, 7)], "UTC", 0);
    expect(chart?.series[0]?.values).toEqual([7, 0, 9]);
    expect(chart?.labels[0]).toBe("4 Mar 05:01:00");
  });

  it.each([[[]], [[check(1, 1), check(2, 2)]], [[check(1, 1), check(2, null), check(3, 3)]]])(
    "is not drawn from less than three values",
    (checks) => {
      expect(checkChart(checks, "UTC", 0)).toBeNull();
    },
  );
});

type Watched = Parameters<typeof boundLines>[0];
const watched = (type: Alert["condition"]["type"], bounds: object | null, detector: object | null = null) =>
  ({
    condition: { type },
    threshold: { configuration: { type: "absolute", bounds } },
    detector_config: detector,
  }) as Watched;

it.each([
  ["both bounds", watched("absolute_value", { lower: 0, upper: 9 }), [0, 9]],
  ["one bound", watched("absolute_value", { lower: null, upper: 9 }), [9]],
  ["no bounds", watched("absolute_value", null), []],
  ["a change", watched("relative_increase", { upper: 9 }), []],
  ["what is unusual", watched("absolute_value", null, { type: "seasonal" }), []],
])("draws %s", (_, alert, values) => {
  expect(boundLines(alert).map(({ value }) => value)).toEqual(values);
});
