import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAbsoluteDate, parseRelativeDate } from "./parse-date.ts";

const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());

describe("parseRelativeDate", () => {
  const now = Date.UTC(2024, 2, 31, 10, 30);
  it.each([
    ["-1m", "2024-02-29T10:30:00.000Z"],
    ["13m", "2023-02-28T10:30:00.000Z"],
    ["1y", "2023-03-31T10:30:00.000Z"],
    ["2w", "2024-03-17T10:30:00.000Z"],
    ["-36h", "2024-03-29T22:30:00.000Z"],
    ["0d", "2024-03-31T10:30:00.000Z"],
    ["9999d", "1996-11-14T10:30:00.000Z"],
    ["10000d", null],
    ["+1d", null],
    ["1D", null],
    ["1.5d", null],
    ["", null],
  ])("%s", (text, expected) => expect(iso(parseRelativeDate(text, now))).toBe(expected));

  it("never lies in the future and keeps the minute", () => {
    const unit = fc.constantFrom("h", "d", "w", "m", "y");
    fc.assert(
      fc.property(fc.nat({ max: 9999 }), unit, fc.integer({ min: 0, max: 4e12 }), (count, of, time) => {
        const parsed = parseRelativeDate(`-${count}${of}`, time)!;
        expect(parsed).toBeLessThanOrEqual(time);
        expect(new Date(parsed).getUTCMinutes()).toBe(new Date(time).getUTCMinutes());
      }),
    );
  });
});

describe("parseAbsoluteDate", () => {
  it.each([
    ["2024-06-01", "UTC", "2024-06-01T00:00:00.000Z"],
    ["2024-06-01", "America/New_York", "2024-06-01T04:00:00.000Z"],
    ["2024-12-01 08:30", "America/New_York", "2024-12-01T13:30:00.000Z"],
    ["2024-06-01T08:30:15.250", "Europe/Berlin", "2024-06-01T06:30:15.250Z"],
    ["2024-06-01T08:30:15Z", "Europe/Berlin", "2024-06-01T08:30:15.000Z"],
    ["2024-06-01 08:30:15 +02:00", "UTC", "2024-06-01T06:30:15.000Z"],
    ["2024-06-01 08:30:15-0330", "UTC", "2024-06-01T12:00:15.000Z"],
    ["2024-06-01 08:30:15 GMT", "Asia/Tokyo", "2024-06-01T08:30:15.000Z"],
    ["Sat, 01 Jun 2024 08:30:15 GMT", "Asia/Tokyo", "2024-06-01T08:30:15.000Z"],
    ["2024-06-01", "No/Where", "2024-06-01T00:00:00.000Z"],
    ["2024-02-30", "UTC", null],
    ["2024-13-01", "UTC", null],
    ["2024-06-01 25:00", "UTC", null],
    ["June 1st", "UTC", null],
    ["abcd123", "UTC", null],
    ["", "UTC", null],
  ])("%s in %s", (text, timezone, expected) => expect(iso(parseAbsoluteDate(text, timezone))).toBe(expected));

  it("reads what toISOString writes", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date("2200-01-01"), noInvalidDate: true }), (date) => {
        expect(parseAbsoluteDate(date.toISOString(), "Asia/Tokyo")).toBe(date.getTime());
      }),
    );
  });
});
