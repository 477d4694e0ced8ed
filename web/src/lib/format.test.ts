import { describe, expect, it } from "vitest";
import { ago, compactNumber, exactNumber, fullTime, shortTime, showValue } from "./format.ts";

it.each([
  [0, "0"],
  [0.25, "0.25"],
  [999, "999"],
  [12_345, "12.3K"],
  [1_500_000, "1.5M"],
])("compactNumber(%d)", (value, text) => expect(compactNumber(value)).toBe(text));

it.each([
  [1234.5, "1,234.5"],
  [0.3333, "0.33"],
  [1e9, "1,000,000,000"],
])("exactNumber(%d)", (value, text) => expect(exactNumber(value)).toBe(text));

describe("times", () => {
  it("says a zone's wall clock", () => {
    expect(fullTime("2026-01-31T23:30:00Z", "Asia/Tokyo")).toBe("1 Feb 2026, 08:30:00");
  });
  it.each([
    ["2026-01-31T10:00:05Z", "UTC", "10:00:05"],
    ["2026-01-30T23:30:00Z", "UTC", "30 Jan 23:30:00"],
    ["2026-01-30T23:30:00Z", "Europe/Berlin", "00:30:00"],
    ["nonsense", "UTC", "nonsense"],
  ])("shortTime(%s, %s)", (time, zone, text) => {
    expect(shortTime(time, zone, Date.parse("2026-01-31T12:00:00Z"))).toBe(text);
  });
  it.each(["", "not a time"])("survives %j", (text) => {
    expect(ago(text)).toBe("–");
    expect(fullTime(text)).toBe(text);
  });
});

it.each([
  [null, "null"],
  [undefined, "null"],
  ["text", "text"],
  [true, "true"],
  [{ a: [1] }, '{"a":[1]}'],
])("showValue(%j)", (value, text) => expect(showValue(value)).toBe(text));
