import { describe, expect, it } from "vitest";
import { askedBucket } from "./asked-bucket.ts";
import type { Interval } from "./calendar.ts";
import { periodsOf } from "./period.ts";

const fail = () => ({ ok: false, error: { code: "syntax", message: "no parser" } }) as const;
const PARIS = { zone: "Europe/Paris", weekStart: 1 } as const;
/** Clocks went back on Sunday, 25 October 2026 at 3. */
const CONTEXT = {
  environmentId: 1,
  timezone: PARIS.zone,
  weekStartDay: 1,
  hasPersonOverrides: false,
  now: Date.parse("2026-10-28T10:30:00Z"),
  testAccountFilters: [],
  parser: { parseSelect: fail, parseExpr: fail },
} as const;

function ask(day: string, interval: Interval, which: number, dateRange: object = {}) {
  const query = {
    dateRange: { date_from: "2026-10-24", date_to: "2026-10-26", ...dateRange },
    compareFilter: { compare: true },
  };
  const periods = periodsOf(query, interval, CONTEXT);
  if (!periods.ok) throw new Error(periods.error.message);
  const bucket = askedBucket(day, periods.value, which, PARIS);
  if (!bucket.ok) return bucket.error.attr;
  const { index, from, to } = bucket.value;
  return [index, new Date(from).toISOString(), new Date(to + 1).toISOString()];
}

describe("the bucket that a chart names", () => {
  it.each<[string, string, Interval, number, object, unknown]>([
    ["a day", "2026-10-24", "day", 0, {}, [0, "2026-10-23T22:00:00.000Z", "2026-10-24T22:00:00.000Z"]],
    [
      "a day of 25 hours",
      "2026-10-25",
      "day",
      0,
      {},
      [1, "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"],
    ],
    [
      "midnight",
      "2026-10-24 00:00:00",
      "day",
      0,
      {},
      [0, "2026-10-23T22:00:00.000Z", "2026-10-24T22:00:00.000Z"],
    ],
    [
      "in ISO",
      "2026-10-24T00:00:00+02:00",
      "day",
      0,
      {},
      [0, "2026-10-23T22:00:00.000Z", "2026-10-24T22:00:00.000Z"],
    ],
    [
      "an hour",
      "2026-10-25 01:00:00",
      "hour",
      0,
      {},
      [25, "2026-10-24T23:00:00.000Z", "2026-10-25T00:00:00.000Z"],
    ],
    [
      "the first of two hours",
      "2026-10-25T02:00:00+02:00",
      "hour",
      0,
      {},
      [26, "2026-10-25T00:00:00.000Z", "2026-10-25T01:00:00.000Z"],
    ],
    [
      "the second of two hours",
      "2026-10-25T02:00:00+01:00",
      "hour",
      0,
      {},
      [27, "2026-10-25T01:00:00.000Z", "2026-10-25T02:00:00.000Z"],
    ],
    [
      "a week, to the end of the range",
      "2026-10-26",
      "week",
      0,
      {},
      [1, "2026-10-25T23:00:00.000Z", "2026-10-26T23:00:00.000Z"],
    ],
    [
      "a day of the period before",
      "2026-10-21",
      "day",
      1,
      {},
      [0, "2026-10-20T22:00:00.000Z", "2026-10-21T22:00:00.000Z"],
    ],
    [
      "the same by the day of now",
      "2026-10-24",
      "day",
      1,
      {},
      [0, "2026-10-20T22:00:00.000Z", "2026-10-21T22:00:00.000Z"],
    ],
    ["a day of another time", "2026-09-01", "day", 0, {}, "query__source__day"],
    ["no day", "yesterday", "day", 0, {}, "query__source__day"],
    ["an hour between hours", "2026-10-25T02:30:00+01:00", "hour", 0, {}, "query__source__day"],
  ])("%s", (_, day, interval, which, dateRange, expected) => {
    expect(ask(day, interval, which, dateRange)).toEqual(expected);
  });
});
