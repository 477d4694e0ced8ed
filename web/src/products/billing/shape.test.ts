import { describe, expect, it } from "vitest";
import { daysBetween, dollarsOf, groupByOf, microsOf, monthDays, shareOf, usageChart } from "./shape.ts";
import type { UsageRow } from "./types.ts";

const NONE = {
  billable: 0,
  free: 0,
  bot: 0,
  test: 0,
  duplicate: 0,
  rejected: 0,
  quarantined: 0,
  over_limit: 0,
  dropped: 0,
};
const row = (day: string, change: Partial<UsageRow>): UsageRow => ({
  ...NONE,
  environment_id: 1,
  day,
  product: "events",
  event: "",
  sdk: "",
  ...change,
});
const DAYS = daysBetween("2026-06-29", "2026-07-01");

it.each([
  ["2026-02", { from: "2026-02-01", to: "2026-02-28" }],
  ["2026-06", { from: "2026-06-01", to: "2026-06-15" }],
  ["2026-13", null],
  ["", null],
])("month %j", (month, days) => {
  expect(monthDays(month, "2026-06-15")).toEqual(days);
});

it("knows days across months", () => {
  expect(DAYS).toEqual(["2026-06-29", "2026-06-30", "2026-07-01"]);
});

describe("chart", () => {
  const rows = [
    row("2026-06-29", { billable: 5, bot: 2, event: "order", sdk: "web" }),
    row("2026-07-01", { billable: 3, event: "order", environment_id: 2 }),
    row("2026-07-01", { over_limit: 9, event: "visit" }),
  ];
  const environments = [{ id: 1, name: "production", project_id: 1, project_name: "Shop" }];
  it.each([
    [
      "outcome",
      [
        ["Over the limit, kept aside", [0, 0, 9]],
        ["Billable", [5, 0, 3]],
        ["Bots, free", [2, 0, 0]],
      ],
    ],
    ["event", [["order", [5, 0, 3]]]],
    [
      "sdk",
      [
        ["web", [5, 0, 0]],
        ["(unknown SDK)", [0, 0, 3]],
      ],
    ],
    [
      "environment",
      [
        ["Shop, production", [5, 0, 0]],
        ["Environment 2", [0, 0, 3]],
      ],
    ],
  ] as const)("by %s", (split, expected) => {
    const { series } = usageChart(rows, split, environments, DAYS);
    expect(series.map(({ label, values }) => [label, values])).toEqual(expected);
    expect(groupByOf(split)).toContain("day");
  });
});

it.each([
  ["", null],
  [" 12 ", 12_000_000],
  ["$1,250.50", 1_250_500_000],
  ["0", 0],
  ["-1", undefined],
  ["1.234", undefined],
  ["lots", undefined],
])("%j is %s micro-dollars", (text, micros) => {
  expect(microsOf(text)).toBe(micros);
  if (typeof micros === "number") expect(microsOf(dollarsOf(micros))).toBe(micros);
});

it.each([
  [5, 10, 0.5],
  [20, 10, 1],
  [0, 0, 0],
  [1, 0, 1],
])("%i of %i is %d", (units, whole, share) => {
  expect(shareOf(units, whole)).toBe(share);
});
