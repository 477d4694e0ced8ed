import { describe, expect, it } from "vitest";
import { type RetentionItem, retentionValues, toCurve, toRetention } from "./retention.ts";

const row = (date: string, counts: number[], value?: string): RetentionItem => ({
  date,
  values: counts.map((count, index) => ({ count, label: `Day ${index}` })),
  ...(value === undefined ? {} : { breakdown_value: value }),
});
const items = [
  row("2026-01-01T00:00:00Z", [10, 5, 2]),
  row("2026-01-02T00:00:00Z", [30, 6, 0]),
  row("2026-01-03T00:00:00Z", [5, 0, 0]),
];
const options = { filter: {}, timezone: "UTC", now: Date.parse("2026-01-03T12:00:00Z") };

describe("toRetention", () => {
  it("tells the past, what still fills and the future apart", () => {
    expect(toRetention(items, options).rows.map(({ cells }) => cells.map(({ state }) => state))).toEqual([
      ["past", "past", "filling"],
      ["past", "filling", "future"],
      ["filling", "future", "future"],
    ]);
  });
  it("in the project's zone", () => {
    const tokyo = { ...options, timezone: "Asia/Tokyo", now: Date.parse("2026-01-01T16:00:00Z") };
    const [first] = toRetention([row("2025-12-31T15:00:00Z", [1, 1])], tokyo).rows;
    expect([first?.label, first?.cells[1]?.state]).toEqual(["1 Jan", "filling"]);
  });
  it.each([
    ["total", [1, 0.5, 0.2]],
    ["previous", [1, 0.5, 0.4]],
  ] as const)("percent of %s", (retentionReference, expected) => {
    const [first] = toRetention(items, { ...options, filter: { retentionReference } }).rows;
    expect(first?.cells.map(({ rate }) => rate)).toEqual(expected);
  });
  it.each([
    ["simple", 0.35],
    ["weighted", 0.275],
  ] as const)("the %s mean is of complete cells", (meanRetentionCalculation, expected) => {
    const later = {
      ...options,
      now: Date.parse("2026-01-04T00:00:00Z"),
      filter: { meanRetentionCalculation },
    };
    const { mean } = toRetention(items.slice(0, 2), later);
    expect(mean[1]).toBeCloseTo(expected);
    expect(mean[2]).toBeCloseTo(0.2);
  });
  it("has no mean before a cell is complete", () =>
    expect(toRetention(items.slice(2), options).mean).toEqual([null, null, null]));
});

it("toCurve leaves out the future and dashes what fills", () => {
  const { series } = toCurve(toRetention(items, options));
  expect(series.map(({ values, incompleteFrom }) => [values, incompleteFrom])).toEqual([
    [[100, 50, 20], 2],
    [[100, 20], 1],
    [[100], 0],
  ]);
});

it.each([
  ["without a breakdown", items, [null]],
  ["with one", [row("x", [1], "b"), row("y", [1], "b"), row("x", [1], "a")], ["b", "a"]],
])("retentionValues %s", (_name, list, expected) => expect(retentionValues(list)).toEqual(expected));
