import { describe, expect, it } from "vitest";
import { bucketOf } from "./buckets.ts";

const days = ["2026-03-28", "2026-03-29", "2026-03-30"];

describe("bucketOf", () => {
  it.each([
    ["the first moment", "2026-03-28T00:00:00Z", "UTC", 0],
    ["the last day", "2026-03-30T23:59:59Z", "UTC", 2],
    ["before", "2026-03-27T23:59:59Z", "UTC", -1],
    ["after", "2026-03-31T00:00:00Z", "UTC", -1],
    ["a day of 23 hours", "2026-03-29T21:59:59Z", "Europe/Berlin", 1],
    ["and the next", "2026-03-29T22:00:00Z", "Europe/Berlin", 2],
  ])("%s", (_name, time, timezone, expected) => {
    expect(bucketOf(Date.parse(time), days, { interval: "day", timezone })).toBe(expected);
  });
  it("without buckets there is none", () =>
    expect(bucketOf(0, [], { interval: "day", timezone: "UTC" })).toBe(-1));
});
