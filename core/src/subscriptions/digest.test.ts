import { expect, test } from "vitest";
import type { JsonObject } from "../events/types.ts";
import { digestOf } from "./digest.ts";
import { change, number, percent } from "./format.ts";

const reading = { now: Date.parse("2026-01-03T12:00Z"), calendar: { zone: "UTC", weekStart: 1 as const } };
const days = ["2026-01-01", "2026-01-02", "2026-01-03"];
const series = (label: string, data: number[]) => ({
  label,
  data,
  days,
  labels: ["1 Jan", "2 Jan", "3 Jan"],
  count: 9,
});

const cell = (count: number, day: number) => ({ count, label: `Day ${day}` });

test.each<[string, JsonObject, JsonObject, object]>([
  [
    "one series: its days, newest first; the running one is not compared",
    { kind: "TrendsQuery" },
    { results: [series("signup", [10, 5, 1])] },
    {
      columns: ["Period", "signup", "Change"],
      rows: [
        { cells: ["3 Jan (so far)", "1", "–"], share: 0.1 },
        { cells: ["2 Jan", "5", "−50.0%"], share: 0.5 },
        { cells: ["1 Jan", "10", "–"], share: 1 },
      ],
      more: 0,
    },
  ],
  [
    "several series: the last complete day of each",
    { kind: "TrendsQuery" },
    { results: [series("a", [10, 15, 1]), series("b", [0, 3, 0])] },
    {
      columns: ["Series", "2 Jan", "Change"],
      rows: [
        { cells: ["a", "15", "+50.0%"], share: 1 },
        { cells: ["b", "3", "new"], share: 0.2 },
      ],
      more: 0,
    },
  ],
  [
    "totals",
    { kind: "TrendsQuery" },
    { results: [{ label: "a", aggregated_value: 1234.567, data: [], days: [] }] },
    { columns: ["Series", "Value"], rows: [{ cells: ["a", "1,234.57"], share: 1 }], more: 0 },
  ],
  [
    "a funnel",
    { kind: "FunnelsQuery" },
    {
      results: [
        { name: "view", count: 200 },
        { name: "buy", custom_name: "Bought", count: 50 },
      ],
    },
    {
      columns: ["Step", "People", "Of the first"],
      rows: [
        { cells: ["1. view", "200", "100.0%"], share: 1 },
        { cells: ["2. Bought", "50", "25.0%"], share: 0.25 },
      ],
      more: 0,
    },
  ],
  [
    "a funnel with breakdown: its first",
    { kind: "FunnelsQuery" },
    { results: [[{ name: "view", count: 2 }], [{ name: "view", count: 1 }]] },
    {
      columns: ["Step", "People", "Of the first"],
      rows: [{ cells: ["1. view", "2", "100.0%"], share: 1 }],
      more: 0,
    },
  ],
  [
    "retention: what a cohort has not had time for is no zero",
    { kind: "RetentionQuery" },
    {
      results: [
        { date: "2026-01-01T00:00:00Z", values: [cell(10, 0), cell(4, 1)] },
        { date: "2026-01-02T00:00:00Z", values: [cell(8, 0), cell(0, 1)] },
      ],
    },
    {
      columns: ["Began", "Day 0", "Day 1"],
      rows: [{ cells: ["2026-01-01", "10", "40.0%"] }, { cells: ["2026-01-02", "8", ""] }],
      more: 0,
    },
  ],
  [
    "stickiness",
    { kind: "StickinessQuery" },
    { results: [{ label: "signup", data: [4, 2], labels: ["1 day", "2 days"], days: [1, 2] }] },
    {
      columns: ["Active on", "signup"],
      rows: [
        { cells: ["1 day", "4"], share: 1 },
        { cells: ["2 days", "2"], share: 0.5 },
      ],
      more: 0,
    },
  ],
  [
    "paths",
    { kind: "PathsQuery" },
    { results: [{ source: "1_/a", target: "2_/b", value: 3 }] },
    { columns: ["Path", "People"], rows: [{ cells: ["/a → /b", "3"], share: 1 }], more: 0 },
  ],
  [
    "SQL: ten rows of five columns",
    { kind: "HogQLQuery" },
    {
      columns: ["a", "b", "c", "d", "e", "f"],
      results: Array.from({ length: 12 }, (_, row) => [row, "x", null, { y: 1 }, true, 6]),
    },
    { columns: ["a", "b", "c", "d", "e"], more: 2 },
  ],
  ["nothing", { kind: "TrendsQuery" }, {}, { columns: ["Series", "Value"], rows: [], more: 0 }],
])("%s", (_, query, answer, expected) => expect(digestOf(query, answer, reading)).toMatchObject(expected));

test("numbers for people", () => {
  expect([number(1234.567), number(Number.NaN), number(0)]).toEqual(["1,234.57", "–", "0"]);
  expect([change(5, undefined), change(5, 5), change(5, 0), change(5, 10), change(-5, -10)]).toEqual([
    "–",
    "0%",
    "new",
    "−50.0%",
    "+50.0%",
  ]);
  expect([percent(1, 3), percent(1, 0)]).toEqual(["33.3%", "–"]);
});
