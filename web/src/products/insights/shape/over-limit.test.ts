import { describe, expect, test } from "vitest";
import type { OverLimit } from "../../../lib/api/query.ts";
import { overLimitBands, overLimitText } from "./over-limit.ts";

const zone = { interval: "day", timezone: "UTC" } as const;
const buckets = ["2026-06-01", "2026-06-02", "2026-06-03", "2026-06-04", "2026-06-05"];
const over: OverLimit = {
  periods: [
    { product: "events", started_at: "2026-06-02T10:00:00Z", ended_at: "2026-06-03T01:00:00Z" },
    { product: "ai", started_at: "2026-06-05T23:00:00Z", ended_at: null },
  ],
  days: [
    { product: "events", day: "2026-06-02", events: 1_000 },
    { product: "events", day: "2026-06-03", events: 200 },
    { product: "ai", day: "2026-06-05", events: 7 },
  ],
};

describe("marks of times over a limit", () => {
  test("neighbouring buckets are one mark, with how much it was", () => {
    expect(overLimitBands(over, buckets, zone)).toEqual([
      { from: 1, to: 2, text: expect.stringContaining("1,200 events") },
      { from: 4, to: 4, text: expect.stringContaining("7 events") },
    ]);
  });

  test.each<[string, OverLimit | undefined, readonly string[]]>([
    ["nothing is a sample", undefined, buckets],
    ["another time", over, ["2026-05-01", "2026-05-02"]],
    ["a time to come", over, ["2026-06-06"]],
  ])("none: %s", (_, data, days) => expect(overLimitBands(data, days, zone)).toEqual([]));

  test("buckets of hours", () => {
    const hours = ["2026-06-02 08:00:00", "2026-06-02 09:00:00", "2026-06-02 10:00:00"];
    const bands = overLimitBands(over, hours, { interval: "hour", timezone: "UTC" });
    expect(bands).toMatchObject([{ from: 2, to: 2 }]);
  });

  test.each([
    ["2026-06-01", /1,207 events/],
    ["2026-06-04", /7 events/],
  ])("in words since %s", (day, text) => expect(overLimitText(over, Date.parse(day))).toMatch(text));

  test("nothing in words before", () => expect(overLimitText(undefined, 0)).toBeNull());
});
