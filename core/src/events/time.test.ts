import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EventTimeInput, eventTime, parseTime, querySentAt } from "./time.ts";

const NOW = Date.parse("2026-11-22T12:00:00.000Z");
const iso = (ms: number) => new Date(ms).toISOString();

describe("parseTime", () => {
  it.each<[unknown, string]>([
    ["2026-11-22T04:02:38.344Z", "2026-11-22T04:02:38.344Z"],
    ["2026-11-22T04:02:38Z", "2026-11-22T04:02:38.000Z"],
    ["2026-11-22T04:02:38.344123+00:00", "2026-11-22T04:02:38.344Z"],
    ["2026-11-22T04:02:38+0530", "2026-11-21T22:32:38.000Z"],
    ["2026-11-22T04:02:38-08", "2026-11-22T12:02:38.000Z"],
    ["2026-11-22 04:02:38", "2026-11-22T04:02:38.000Z"],
    ["2026-11-22T04:02", "2026-11-22T04:02:00.000Z"],
    ["2026-11-22", "2026-11-22T00:00:00.000Z"],
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
    [1795320378752, "2026-11-22T04:06:18.752Z"],
    [1795320378, "2026-11-22T04:06:18.000Z"],
  ])("%s", (value, expected) => {
    expect(iso(parseTime(value))).toBe(expected);
  });

  it.each([
    ["yesterday"],
    ["1"],
    [""],
    ["2026-13-01"],
    ["2026-11-22T25:00"],
    [null],
    [{}],
    ["foo 2020"],
    [undefined],
  ])("does not read %s", (value) => {
    expect(parseTime(value)).toBeNaN();
  });

  it("reads what toISOString writes", () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("9999-01-01") }), (date) => {
        expect(parseTime(date.toISOString().replace("Z", "+00:00"))).toBe(date.getTime());
      }),
    );
  });
});

describe("eventTime", () => {
  const at = (input: Partial<EventTimeInput>) =>
    eventTime({
      timestamp: undefined,
      offset: undefined,
      sentAt: Number.NaN,
      ignoreSentAt: false,
      now: NOW,
      ...input,
    });

  it.each<[string, Partial<EventTimeInput>, number]>([
    ["no timestamp", {}, NOW],
    ["unparseable", { timestamp: "soon" }, NOW],
    ["timestamp alone", { timestamp: iso(NOW - 5000) }, NOW - 5000],
    [
      "client clock an hour ahead",
      { timestamp: iso(NOW + 3_600_000 - 10), sentAt: NOW + 3_600_000 },
      NOW - 10,
    ],
    ["client clock days behind", { timestamp: iso(NOW - 9e8), sentAt: NOW - 9e8 + 50 }, NOW - 50],
    [
      "skew ignored on request",
      { timestamp: iso(NOW - 5000), sentAt: NOW - 9e8, ignoreSentAt: true },
      NOW - 5000,
    ],
    ["offset", { offset: 1234 }, NOW - 1234],
    ["offset wins", { offset: 10, timestamp: iso(NOW - 9e8), sentAt: NOW - 9e8 }, NOW - 10],
    ["negative offset is no offset", { offset: -5, timestamp: iso(NOW - 7) }, NOW - 7],
    ["text offset is no offset", { offset: "5", timestamp: iso(NOW - 7) }, NOW - 7],
    ["22 hours ahead stays", { timestamp: iso(NOW + 22 * 3_600_000) }, NOW + 22 * 3_600_000],
    ["year 10000", { timestamp: "+010000-01-01T00:00:00Z" }, 0],
    ["before year 0", { timestamp: "-000400-01-01T00:00:00Z" }, 0],
    [
      "year 1000 becomes the earliest the warehouse holds",
      { timestamp: "1000-01-01T00:00:00Z" },
      Date.UTC(1900, 0, 1),
    ],
    ["1955 stays", { timestamp: "1955-11-05T00:00:00Z" }, Date.UTC(1955, 10, 5)],
  ])("%s", (_name, input, expected) => {
    expect(at(input)).toEqual({ time: expected, future: false });
  });

  it("replaces the far future and says so", () => {
    expect(at({ timestamp: iso(NOW + 24 * 3_600_000) })).toEqual({ time: NOW, future: true });
  });

  it("is never later than 23 hours ahead", () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), (timestamp, sentAt) => {
        expect(at({ timestamp, sentAt }).time).toBeLessThanOrEqual(NOW + 23 * 3_600_000);
      }),
    );
  });
});

describe("querySentAt", () => {
  it.each([
    ["1795320378752", 1795320378752],
    ["1500000000000", Number.NaN],
    ["", Number.NaN],
    ["x", Number.NaN],
    [undefined, Number.NaN],
  ])("%s", (text, expected) => {
    expect(querySentAt(text)).toBe(expected);
  });
});

it("reads a time the same whatever was read before it", () => {
  const digits = fc.constantFrom(..."0123456789:.-TZ ".split(""));
  const damage = fc.record({ at: fc.nat(23), by: digits });
  const time = fc.tuple(fc.integer({ min: -90_000, max: 90_000 }), fc.option(damage)).map(([ms, damaged]) => {
    const text = new Date(ms).toISOString();
    return damaged ? text.slice(0, damaged.at) + damaged.by + text.slice(damaged.at + 1) : text;
  });
  fc.assert(
    fc.property(fc.array(time, { maxLength: 20 }), (times) => {
      for (const text of times) {
        const isCanonical = text.length === 24 && text[23] === "Z" && text[10] === "T";
        if (isCanonical) expect(parseTime(text)).toBe(Date.parse(text));
      }
    }),
  );
});
