import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bucketsOf, finestColumn, MAX_BUCKETS } from "./buckets.ts";
import { type Calendar, endOf, INTERVALS, type Interval, startOf } from "./calendar.ts";
import { bucketDays, bucketLabels, isoLocal } from "./labels.ts";
import { compareRange, type DateRangeInput, resolveRange } from "./range.ts";

const NOW = Date.parse("2026-01-08T10:30:15Z");

function resolve(
  input: DateRangeInput,
  interval: Interval,
  zone = "UTC",
  weekStart: 0 | 1 = 0,
  earliest?: number,
) {
  const calendar: Calendar = { zone, weekStart };
  const range = resolveRange(input, interval, {
    now: NOW,
    calendar,
    ...(earliest === undefined ? {} : { earliest }),
  });
  if (!range.ok) throw new Error(range.error.message);
  const buckets = bucketsOf(range.value, interval, calendar);
  if (!buckets.ok) throw new Error(buckets.error.message);
  return { calendar, range: range.value, buckets: buckets.value };
}

const utc = (ms: number) => new Date(ms).toISOString();

describe("resolveRange", () => {
  it.each<[string, DateRangeInput, Interval, string, string, string]>([
    ["default", {}, "day", "UTC", "2026-01-01T00:00:00.000Z", "2026-01-08T23:59:59.999Z"],
    ["two days", { date_from: "-2d" }, "day", "UTC", "2026-01-06T00:00:00.000Z", "2026-01-08T23:59:59.999Z"],
    [
      "hours cut to the hour",
      { date_from: "-24h" },
      "hour",
      "UTC",
      "2026-01-07T10:00:00.000Z",
      "2026-01-08T10:59:59.999Z",
    ],
    [
      "minutes exact",
      { date_from: "-30M" },
      "minute",
      "UTC",
      "2026-01-08T10:00:15.000Z",
      "2026-01-08T10:30:15.000Z",
    ],
    [
      "last month",
      { date_from: "-1mStart", date_to: "-1mEnd" },
      "day",
      "UTC",
      "2025-12-01T00:00:00.000Z",
      "2025-12-31T23:59:59.999Z",
    ],
    [
      "yesterday",
      { date_from: "-1dStart", date_to: "-1dEnd" },
      "hour",
      "UTC",
      "2026-01-07T00:00:00.000Z",
      "2026-01-07T23:59:59.999Z",
    ],
    [
      "dates, daily",
      { date_from: "2025-12-30", date_to: "2026-01-01" },
      "day",
      "UTC",
      "2025-12-30T00:00:00.000Z",
      "2026-01-01T23:59:59.999Z",
    ],
    [
      "dates, hourly",
      { date_from: "2025-12-30", date_to: "2025-12-30" },
      "hour",
      "UTC",
      "2025-12-30T00:00:00.000Z",
      "2025-12-30T23:59:59.999Z",
    ],
    [
      "datetime end is rounded up",
      { date_from: "2020-06-10", date_to: "2020-06-15T06:00:00Z" },
      "day",
      "UTC",
      "2020-06-10T00:00:00.000Z",
      "2020-06-15T23:59:59.999Z",
    ],
    [
      "explicit",
      { date_from: "2025-12-30T04:05:06Z", date_to: "2025-12-31T01:00:00Z", explicitDate: true },
      "day",
      "UTC",
      "2025-12-30T04:05:06.000Z",
      "2025-12-31T01:00:00.000Z",
    ],
    [
      "local days",
      { date_from: "2024-03-10", date_to: "2024-03-10" },
      "day",
      "America/New_York",
      "2024-03-10T05:00:00.000Z",
      "2024-03-11T03:59:59.999Z",
    ],
    [
      "end of a day without midnight",
      { date_from: "2024-04-25", date_to: "2024-04-25" },
      "day",
      "Africa/Cairo",
      "2024-04-24T22:00:00.000Z",
      "2024-04-25T21:59:59.999Z",
    ],
  ])("%s", (_, input, interval, zone, from, to) => {
    const { range } = resolve(input, interval, zone);
    expect([utc(range.from), utc(range.to)]).toEqual([from, to]);
  });

  it("starts «all» at the first event's day, never before 2015", () => {
    const at = (text: string) =>
      utc(resolve({ date_from: "all" }, "year", "UTC", 0, Date.parse(text)).range.from);
    expect(at("2025-05-06T07:08:09Z")).toBe("2025-05-06T00:00:00.000Z");
    expect(at("1999-01-01T00:00:00Z")).toBe("2015-01-01T00:00:00.000Z");
    expect(utc(resolve({ date_from: "all" }, "day").range.from)).toBe("2026-01-08T00:00:00.000Z");
  });

  it("names the field of an impossible date", () => {
    const calendar: Calendar = { zone: "UTC", weekStart: 0 };
    const result = resolveRange({ date_to: "2026-02-31" }, "day", { now: NOW, calendar });
    expect(result).toMatchObject({ ok: false, error: { attr: "query__dateRange__date_to" } });
  });
});

describe("labels and days", () => {
  it.each<[string, DateRangeInput, Interval, string, 0 | 1, string[], string[]]>([
    [
      "day",
      { date_from: "2025-12-31", date_to: "2026-01-01" },
      "day",
      "UTC",
      0,
      ["31-Dec-2025", "1-Jan-2026"],
      ["2025-12-31", "2026-01-01"],
    ],
    [
      "hour",
      { date_from: "2026-01-01T14:00:00Z", date_to: "2026-01-01T15:10:00Z" },
      "hour",
      "UTC",
      0,
      ["1-Jan 14:00", "1-Jan 15:00"],
      ["2026-01-01 14:00:00", "2026-01-01 15:00:00"],
    ],
    [
      "minute",
      { date_from: "2026-01-01T14:05:30Z", date_to: "2026-01-01T14:06:00Z" },
      "minute",
      "UTC",
      0,
      ["1-Jan 14:05", "1-Jan 14:06"],
      ["2026-01-01 14:05:00", "2026-01-01 14:06:00"],
    ],
    [
      "second",
      { date_from: "2026-01-01T14:05:30Z", date_to: "2026-01-01T14:05:31Z" },
      "second",
      "UTC",
      0,
      ["1-Jan-2026", "1-Jan-2026"],
      ["2026-01-01 14:05:30", "2026-01-01 14:05:31"],
    ],
    [
      "month",
      { date_from: "2025-12-15", date_to: "2026-01-15" },
      "month",
      "UTC",
      0,
      ["Dec 2025", "Jan 2026"],
      ["2025-12-01", "2026-01-01"],
    ],
    [
      "quarter",
      { date_from: "2025-12-15", date_to: "2026-01-15" },
      "quarter",
      "UTC",
      0,
      ["1-Oct-2025", "1-Jan-2026"],
      ["2025-10-01", "2026-01-01"],
    ],
    [
      "year",
      { date_from: "2025-12-15", date_to: "2026-01-15" },
      "year",
      "UTC",
      0,
      ["1-Jan-2025", "1-Jan-2026"],
      ["2025-01-01", "2026-01-01"],
    ],
    [
      "week, Sunday",
      { date_from: "2025-12-28", date_to: "2026-01-11" },
      "week",
      "UTC",
      0,
      ["28-Dec-2025 – 3-Jan-2026", "4–10 Jan", "11-Jan-2026"],
      ["2025-12-28", "2026-01-04", "2026-01-11"],
    ],
    [
      "week, Monday",
      { date_from: "2026-01-27", date_to: "2026-02-03" },
      "week",
      "UTC",
      1,
      ["27-Jan – 1-Feb", "2–3 Feb"],
      ["2026-01-26", "2026-02-02"],
    ],
    [
      "clocks forward",
      { date_from: "2024-03-10", date_to: "2024-03-10T03:30:00" },
      "hour",
      "America/New_York",
      0,
      ["10-Mar 00:00", "10-Mar 01:00", "10-Mar 03:00"],
      ["2024-03-10 00:00:00", "2024-03-10 01:00:00", "2024-03-10 03:00:00"],
    ],
    [
      "clocks back",
      { date_from: "2024-11-03", date_to: "2024-11-03T02:30:00" },
      "hour",
      "America/New_York",
      0,
      ["3-Nov 00:00", "3-Nov 01:00", "3-Nov 01:00", "3-Nov 02:00"],
      ["2024-11-03 00:00:00", "2024-11-03 01:00:00", "2024-11-03 01:00:00", "2024-11-03 02:00:00"],
    ],
  ])("%s", (_, input, interval, zone, weekStart, labels, days) => {
    const { calendar, range, buckets } = resolve(input, interval, zone, weekStart);
    expect(bucketLabels(buckets, range, calendar)).toEqual(labels);
    expect(bucketDays(buckets, calendar)).toEqual(days);
  });

  it.each([
    ["UTC", "2026-01-06T00:00:00Z", "2026-01-06T00:00:00Z"],
    ["America/New_York", "2026-01-06T00:00:00Z", "2026-01-05T19:00:00-05:00"],
    ["Asia/Kolkata", "2026-01-06T00:00:00.250Z", "2026-01-06T05:30:00.250000+05:30"],
    ["UTC", "2026-01-06T23:59:59.999Z", "2026-01-06T23:59:59.999999Z"],
  ])("isoLocal in %s", (zone, text, expected) => {
    expect(isoLocal(Date.parse(text), { zone, weekStart: 0 })).toBe(expected);
  });
});

describe("compareRange", () => {
  it.each<[string, string, string, string | null, Interval, string, string, string]>([
    [
      "days before",
      "2026-01-06",
      "2026-01-08",
      null,
      "day",
      "UTC",
      "2026-01-03T00:00:00.000Z",
      "2026-01-05T23:59:59.999Z",
    ],
    [
      "across a change of the clocks",
      "2024-03-10",
      "2024-03-11",
      null,
      "day",
      "America/New_York",
      "2024-03-08T05:00:00.000Z",
      "2024-03-10T04:59:59.999Z",
    ],
    [
      "hours before",
      "2026-01-06T10:00:00Z",
      "2026-01-06T12:00:00Z",
      null,
      "hour",
      "UTC",
      "2026-01-06T07:59:59.999Z",
      "2026-01-06T09:59:59.999Z",
    ],
    [
      "shifted by two days",
      "2020-01-15",
      "2020-01-19",
      "-2d",
      "day",
      "UTC",
      "2020-01-13T00:00:00.000Z",
      "2020-01-17T23:59:59.999Z",
    ],
    [
      "shifted by a year",
      "2024-02-29",
      "2024-02-29",
      "-1y",
      "day",
      "UTC",
      "2023-02-28T00:00:00.000Z",
      "2023-02-28T23:59:59.999Z",
    ],
  ])("%s", (_, from, to, compareTo, interval, zone, previousFrom, previousTo) => {
    const { calendar, range } = resolve({ date_from: from, date_to: to }, interval, zone);
    const previous = compareRange(range, compareTo, interval, calendar);
    if (!previous.ok) throw new Error(previous.error.message);
    expect([utc(previous.value.from), utc(previous.value.to)]).toEqual([previousFrom, previousTo]);
  });

  it("refuses a shift that is no relative date", () => {
    const { calendar, range } = resolve({}, "day");
    expect(compareRange(range, "a week", "day", calendar)).toMatchObject({ ok: false });
  });
});

describe("buckets", () => {
  it.each<[string, Interval, string]>([
    ["UTC", "day", "day"],
    ["UTC", "hour", "hour"],
    ["America/New_York", "week", "hour"],
    ["Asia/Kolkata", "day", "timestamp"],
    ["Asia/Kolkata", "hour", "timestamp"],
    ["UTC", "minute", "timestamp"],
  ])("in %s by %s reads the column %s", (zone, interval, column) => {
    const range = { date_from: "2026-01-05T00:00:00Z", date_to: "2026-01-05T00:10:00Z" };
    expect(finestColumn(resolve(range, interval, zone).buckets)).toBe(column);
  });

  it("refuses more buckets than anyone can read", () => {
    const calendar: Calendar = { zone: "UTC", weekStart: 0 };
    const range = { from: 0, to: 1000 * MAX_BUCKETS };
    expect(bucketsOf(range, "second", calendar)).toMatchObject({
      ok: false,
      error: { attr: "query__interval" },
    });
  });

  it("tile time without gaps or overlaps in any zone", () => {
    const zones = [
      "UTC",
      "America/New_York",
      "Asia/Kolkata",
      "Australia/Lord_Howe",
      "Africa/Cairo",
      "America/Sao_Paulo",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...INTERVALS.filter((interval) => interval !== "second" && interval !== "minute")),
        fc.constantFrom<0 | 1>(0, 1),
        fc.integer({ min: Date.UTC(2016, 0), max: Date.UTC(2027, 0) }),
        fc.integer({ min: 0, max: 40 * 86_400_000 }),
        (zone, interval, weekStart, from, length) => {
          // Its clocks change by half an hour, inside of a local hour.
          fc.pre(zone !== "Australia/Lord_Howe" || interval !== "hour");
          const calendar: Calendar = { zone, weekStart };
          const buckets = bucketsOf({ from, to: from + length }, interval, calendar);
          if (!buckets.ok) throw new Error(buckets.error.message);
          const { starts, end } = buckets.value;
          expect(starts[0]).toBeLessThanOrEqual(from);
          expect(end).toBeGreaterThanOrEqual(from + length);
          starts.forEach((start, index) => {
            expect(startOf(interval, start, calendar)).toBe(start);
            expect(endOf(interval, start, calendar)).toBe((starts[index + 1] ?? end + 1) - 1);
          });
        },
      ),
      { numRuns: 150 },
    );
  });
});
