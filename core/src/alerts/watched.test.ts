import { expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../events/types.ts";
import type { AlertConfig } from "./types.ts";
import { watchedOf } from "./watched.ts";

const reading = { now: Date.parse("2026-01-03T12:00Z"), calendar: { zone: "UTC", weekStart: 1 as const } };
const days = ["2026-01-01", "2026-01-02", "2026-01-03"];
const trends = (series_index: number): AlertConfig => ({ type: "TrendsAlertConfig", series_index });
const sql = (more: object = {}): AlertConfig => ({
  type: "HogQLAlertConfig",
  evaluation: "last_row",
  ...more,
});
const funnel = (more: object = {}): AlertConfig => ({
  type: "FunnelsAlertConfig",
  metric: "conversion_from_start",
  ...more,
});
const steps: JsonValue = [
  { name: "view", count: 200 },
  { name: "cart", count: 100 },
  { name: "buy", custom_name: "Bought", count: 25 },
];
const rows: JsonObject = {
  columns: ["day", "n"],
  results: [
    ["mon", 3],
    ["tue", 5],
  ],
};

/** `label: values`, those that go on in brackets. */
function shown(query: JsonObject, answer: JsonObject, config: AlertConfig): string[] | string {
  const read = watchedOf(query, answer, config, reading);
  if (!read.ok) return read.error;
  return read.value.map(
    ({ label, values }) =>
      `${label}: ${values.map((v) => (v.complete ? v.value : `(${v.value})`)).join(" ")}`,
  );
}

test.each<[string, JsonObject, JsonObject, AlertConfig, string[] | RegExp]>([
  [
    "a series",
    { kind: "TrendsQuery" },
    { results: [{ label: "a", data: [1, 2, 3], days }] },
    trends(0),
    ["a: 1 2 (3)"],
  ],
  [
    "one of several, all its breakdown values",
    { kind: "TrendsQuery" },
    {
      results: [
        { label: "a", data: [1, 1, 1], days, action: { order: 0 } },
        { label: "b - x", data: [2, 2, 2], days, action: { order: 1 } },
        { label: "b - y", data: [3, 3, 3], days, action: { order: 1 } },
      ],
    },
    trends(1),
    ["b - x: 2 2 (2)", "b - y: 3 3 (3)"],
  ],
  [
    "a number",
    { kind: "TrendsQuery" },
    { results: [{ label: "a", aggregated_value: 9 }] },
    trends(0),
    ["a: 9"],
  ],
  [
    "no such series",
    { kind: "TrendsQuery" },
    { results: [{ label: "a", data: [1], days: [days[0]!] }] },
    trends(4),
    /no series 4/,
  ],
  [
    "lifecycle by status",
    { kind: "LifecycleQuery" },
    {
      results: [
        { label: "new", data: [1, 2, 3], days },
        { label: "gone", data: [-1, -2, -3], days },
      ],
    },
    trends(1),
    ["gone: -1 -2 (-3)"],
  ],
  [
    "paths by row",
    { kind: "PathsQuery" },
    { results: [{ source: "1_/a", value: 4 }] },
    trends(0),
    ["1_/a: 4"],
  ],
  ["paths without the row", { kind: "PathsQuery" }, { results: [] }, trends(0), /no row 0/],
  [
    "retention after a day, for those who had one",
    { kind: "RetentionQuery" },
    {
      results: [10, 20, 0, 5].map((first, at) => ({
        date: `2026-01-0${at + 1}T00:00:00Z`,
        values: [{ count: first }, { count: first / 2 }],
      })),
    },
    trends(1),
    ["Retention after 1: 50 50 (0) (50)"],
  ],
  ["a funnel's end", { kind: "FunnelsQuery" }, { results: steps }, funnel(), ["Bought: 12.5"]],
  ["a funnel's step", { kind: "FunnelsQuery" }, { results: steps }, funnel({ funnel_step: 1 }), ["cart: 50"]],
  [
    "from the step before",
    { kind: "FunnelsQuery" },
    { results: steps },
    funnel({ metric: "conversion_from_previous" }),
    ["Bought: 25"],
  ],
  ["no such step", { kind: "FunnelsQuery" }, { results: steps }, funnel({ funnel_step: 7 }), /no step 7/],
  [
    "each breakdown value of a funnel",
    { kind: "FunnelsQuery" },
    { results: [steps, [{ name: "view", count: 0, breakdown_value: ["x"] }]] },
    funnel(),
    ["Bought: 12.5", "view (x): 0"],
  ],
  [
    "a funnel's trend",
    { kind: "FunnelsQuery", funnelsFilter: { funnelVizType: "trends" } },
    { results: [{ data: [1, 2, 3], days }] },
    funnel(),
    ["Conversion: 1 2 (3)"],
  ],
  ["SQL, newest last", { kind: "HogQLQuery" }, rows, sql(), ["n: 3 5"]],
  ["SQL, newest first", { kind: "HogQLQuery" }, rows, sql({ evaluation: "first_row" }), ["n: 5 3"]],
  ["SQL, each row", { kind: "HogQLQuery" }, rows, sql({ evaluation: "any_row" }), ["mon: 3", "tue: 5"]],
  ["SQL, another column", { kind: "HogQLQuery" }, rows, sql({ column: "nope" }), /no column "nope"/],
  ["SQL, words", { kind: "HogQLQuery" }, rows, sql({ column: "day" }), /does not hold numbers/],
  [
    "SQL, two numbers",
    { kind: "HogQLQuery" },
    { columns: ["a", "b"], results: [[1, 2]] },
    sql(),
    /say which/,
  ],
  ["SQL, nothing", { kind: "HogQLQuery" }, { columns: ["a"], results: [] }, sql(), []],
])("%s", (_, query, answer, config, expected) => {
  const got = shown(query, answer, config);
  if (expected instanceof RegExp) expect(got).toMatch(expected);
  else expect(got).toEqual(expected);
});
