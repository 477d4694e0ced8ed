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

  test("what was restored since is not marked", () => {
    const restored = { ...over, days: over.days.filter(({ product }) => product === "ai") };
    expect(overLimitBands(restored, buckets, zone)).toMatchObject([{ from: 4, to: 4 }]);
  });

  test.each([
    ["2026-06-01", "2026-06-30", /2 Jun to 5 Jun: 1,207 events/],
    ["2026-06-04", "2026-06-30", /5 Jun: 7 events/],
    ["2026-06-03", "2026-06-04", /3 Jun: 200 events/],
  ])("in words, %s to %s", (from, to, text) =>
    expect(overLimitText(over, { from: Date.parse(from), to: Date.parse(to) })).toMatch(text),
  );

  test("of rows of SQL", () =>
    expect(overLimitText(over, { from: 0, to: Date.parse("2026-07-01") }, "rows")).toMatch(/sample_weight/));

  test.each<[string, OverLimit | undefined, string]>([
    ["nothing is a sample", undefined, "2026-06-30"],
    ["all was before", over, "2026-06-01"],
  ])("nothing in words: %s", (_, data, to) =>
    expect(overLimitText(data, { from: 0, to: Date.parse(to) })).toBeNull(),
  );
});
