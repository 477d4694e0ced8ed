import { describe, expect, it } from "vitest";
import type { Calendar } from "./calendar.ts";
import { parseDate, shiftBack } from "./relative.ts";

const NOW = Date.parse("2026-03-31T15:20:30.500Z");
const utc: Calendar = { zone: "UTC", weekStart: 0 };
const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());

describe("parseDate", () => {
  it.each([
    ["2026-01-05", "UTC", "2026-01-05T00:00:00.000Z", "date"],
    ["2026-1-5", "UTC", "2026-01-05T00:00:00.000Z", "date"],
    ["2026-01-05", "Asia/Kolkata", "2026-01-04T18:30:00.000Z", "date"],
    ["2026-01-05T10:00:00", "America/New_York", "2026-01-05T15:00:00.000Z", "instant"],
    ["2026-01-05T10:00:00Z", "America/New_York", "2026-01-05T10:00:00.000Z", "instant"],
    ["2026-01-05T10:00:00.123456+02:00", "UTC", "2026-01-05T08:00:00.123Z", "instant"],
    ["2026-01-05 10:00", "UTC", "2026-01-05T10:00:00.000Z", "instant"],
    ["-7d", "UTC", "2026-03-24T15:20:30.500Z", "day"],
    ["7d", "UTC", "2026-03-24T15:20:30.500Z", "day"],
    ["-24h", "UTC", "2026-03-30T15:20:30.500Z", "hour"],
    ["-5M", "UTC", "2026-03-31T15:15:30.500Z", "minute"],
    ["-30s", "UTC", "2026-03-31T15:20:00.500Z", "minute"],
    ["-2w", "UTC", "2026-03-17T15:20:30.500Z", "day"],
    ["-1m", "UTC", "2026-02-28T15:20:30.500Z", "day"],
    ["-1q", "UTC", "2025-12-30T15:20:30.500Z", "day"],
    ["-1y", "UTC", "2025-03-31T15:20:30.500Z", "day"],
    ["-7D", "UTC", "2026-03-31T15:20:30.500Z", "day"],
    ["dStart", "UTC", "2026-03-31T00:00:00.000Z", "day"],
    ["-1dEnd", "UTC", "2026-03-30T23:59:59.999Z", "day"],
    ["-1hStart", "UTC", "2026-03-31T14:00:00.000Z", "hour"],
    ["-1hEnd", "UTC", "2026-03-31T14:59:59.999Z", "hour"],
    ["mStart", "UTC", "2026-03-01T15:20:30.500Z", "day"],
    ["-1mStart", "UTC", "2026-02-01T15:20:30.500Z", "day"],
    ["-1mEnd", "UTC", "2026-02-28T15:20:30.500Z", "day"],
    ["yStart", "UTC", "2026-01-01T15:20:30.500Z", "day"],
    ["-1yEnd", "UTC", "2025-03-31T15:20:30.500Z", "day"],
    ["0000-01-01", "Asia/Kolkata", "1900-01-01T00:00:00.000Z", "date"],
    ["9999-12-31T23:59:59Z", "UTC", "2299-01-01T00:00:00.000Z", "instant"],
    ["-9999y", "UTC", "1900-01-01T00:00:00.000Z", "day"],
    ["-999999y", "UTC", "1900-01-01T00:00:00.000Z", "day"],
    ["nonsense?", "UTC", "2026-03-31T15:20:30.500Z", "minute"],
    ["???", "UTC", "2026-03-31T15:20:30.500Z", "now"],
  ])("%s in %s", (text, zone, expected, precision) => {
    const parsed = parseDate(text, NOW, { zone, weekStart: 0 });
    expect([iso(parsed?.ms), parsed?.precision]).toEqual([expected, precision]);
  });

  it.each(["2026-02-30", "2026-13-01", "2026-01-01T25:00"])("refuses the impossible %s", (text) => {
    expect(parseDate(text, NOW, utc)).toBeUndefined();
  });

  it("keeps local wall-clock time across a change of the clocks", () => {
    const zone = "America/New_York";
    const noon = Date.parse("2024-03-10T16:00:00Z");
    expect(iso(parseDate("-1d", noon, { zone, weekStart: 0 })?.ms)).toBe("2024-03-09T17:00:00.000Z");
  });
});

describe("shiftBack", () => {
  it.each([
    ["-1w", false, "2026-03-24"],
    ["-30d", false, "2026-03-01"],
    ["-1m", false, "2026-02-28"],
    ["-1m", true, "2026-03-03"],
    ["-1y", false, "2025-03-31"],
    ["-1y", true, "2025-04-01"],
    ["-1q", false, "2025-12-30"],
  ])("%s (whole weeks: %s)", (text, whole, expected) => {
    expect(iso(shiftBack(Date.parse("2026-03-31T00:00:00Z"), text, utc, whole))?.slice(0, 10)).toBe(expected);
  });

  it.each(["", "week", "-1x", "1"])("refuses %j", (text) => {
    expect(shiftBack(NOW, text, utc)).toBeUndefined();
  });
});
