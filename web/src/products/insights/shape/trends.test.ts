import { describe, expect, it } from "vitest";
import type { Interval } from "../query/types.ts";
import { bucketLabel } from "./buckets.ts";
import { type TrendsItem, toChart } from "./trends.ts";

const days = ["2026-01-06", "2026-01-07", "2026-01-08"];
const item = (change: Partial<TrendsItem>): TrendsItem => ({
  label: "$pageview",
  data: [1, 2, 3],
  days,
  count: 6,
  action: { order: 0, name: "$pageview" },
  ...change,
});
const options = { interval: "day" as Interval, timezone: "UTC", now: Date.parse("2026-01-08T10:00:00Z") };

describe("labels", () => {
  const cases: [string, TrendsItem[], string[]][] = [
    ["known event", [item({})], ["Pageview"]],
    ["custom name", [item({ action: { order: 0, name: "$pageview", custom_name: "Views" } })], ["Views"]],
    ["formula", [item({ action: null, label: "Formula (A/B)" })], ["Formula (A/B)"]],
    [
      "one series broken down",
      [item({ breakdown_value: "Chrome" }), item({ breakdown_value: "" })],
      ["Chrome", "(empty)"],
    ],
    [
      "two series broken down",
      [
        item({ breakdown_value: "Chrome" }),
        item({ breakdown_value: "Chrome", action: { order: 1, name: "buy" } }),
      ],
      ["Pageview: Chrome", "buy: Chrome"],
    ],
    [
      "sentinels",
      [
        item({ breakdown_value: "$$_posthog_breakdown_null_$$" }),
        item({ breakdown_value: ["$$_posthog_breakdown_other_$$", "x"] }),
      ],
      ["(not set)", "Other · x"],
    ],
    [
      "comparison",
      [item({ compare: true, compare_label: "current" }), item({ compare: true, compare_label: "previous" })],
      ["Pageview (now)", "Pageview (before)"],
    ],
  ];
  it.each(cases)("%s", (_name, items, labels) => {
    expect(toChart(items, options).series.map(({ label }) => label)).toEqual(labels);
  });
});

it("what is compared shares its colour", () => {
  const { series } = toChart(
    [
      item({ breakdown_value: "a", compare: true, compare_label: "current" }),
      item({ breakdown_value: "b", compare: true, compare_label: "current" }),
      item({ breakdown_value: "a", compare: true, compare_label: "previous" }),
    ],
    options,
  );
  expect(series.map(({ color, faint }) => [color, faint])).toEqual([
    [0, false],
    [1, false],
    [0, true],
  ]);
});

describe("is the last bucket still filling?", () => {
  const cases: [string, Interval, string, string, string, boolean][] = [
    ["today", "day", "UTC", "2026-01-08", "2026-01-08T23:59:59Z", true],
    ["day is over", "day", "UTC", "2026-01-08", "2026-01-09T00:00:00Z", false],
    ["day is over in Tokyo, not in UTC", "day", "Asia/Tokyo", "2026-01-08", "2026-01-08T15:00:00Z", false],
    ["still the day in New York", "day", "America/New_York", "2026-01-08", "2026-01-09T04:59:00Z", true],
    ["hour", "hour", "UTC", "2026-01-08 10:00:00", "2026-01-08T10:59:00Z", true],
    ["hour is over", "hour", "UTC", "2026-01-08 10:00:00", "2026-01-08T11:00:00Z", false],
    ["week", "week", "UTC", "2026-01-04", "2026-01-10T23:00:00Z", true],
    ["month", "month", "UTC", "2026-01-01", "2026-02-01T00:00:00Z", false],
  ];
  it.each(cases)("%s", (_name, interval, timezone, bucket, now, expected) => {
    const chart = toChart([item({ days: [bucket], data: [1] })], {
      interval,
      timezone,
      now: Date.parse(now),
    });
    expect(chart.lastIncomplete).toBe(expected);
  });
});

it.each([
  ["2026-01-31", "day", "31 Jan"],
  ["2026-01-05", "week", "5 Jan"],
  ["2026-01-01", "month", "Jan 2026"],
  ["2026-01-31 14:00:00", "hour", "31 Jan 14:00"],
] as const)("bucketLabel(%s, %s)", (bucket, interval, label) => {
  expect(bucketLabel(bucket, interval)).toBe(label);
});

it("displays without time axis carry one value", () => {
  const chart = toChart([item({ data: [], days: [], count: 0, aggregated_value: 42 })], options);
  expect(chart).toMatchObject({ buckets: [], lastIncomplete: false, series: [{ total: 42, values: [] }] });
});
