import { describe, expect, test } from "vitest";
import { type RetentionState, retentionCutoff, retentionDays, retentionStep } from "./retention.ts";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const DAY = 86_400_000;

test.each([
  [{ plan: "free", own: null }, 365],
  [{ plan: "scale", own: null }, 2555],
  [{ plan: "", own: null }, 365],
  [{ plan: null, own: null }, null],
  [{ plan: null, own: 90 }, 90],
  [{ plan: "free", own: 90 }, 90],
  [{ plan: "free", own: 900 }, 365],
] as const)("%j keeps %s days", (input, days) => {
  expect(retentionDays(input)).toBe(days);
});

test("days are whole UTC days", () => {
  expect(retentionCutoff(30, NOW)).toBe("2026-10-23");
});

describe("what to do", () => {
  const told = (days: number, effectiveAt: number): RetentionState => ({ days, effectiveAt });
  test.each<[string, number | null, RetentionState | null, string | null, object]>([
    ["no limit", null, null, "2020-01-01", { do: "nothing" }],
    ["no events", 30, null, null, { do: "nothing" }],
    ["nothing old", 30, null, "2026-11-10", { do: "nothing" }],
    ["old rows nobody was told of", 30, null, "2026-01-01", { do: "notify", effectiveAt: NOW + 14 * DAY }],
    [
      "rows that get old within the notice",
      30,
      null,
      "2026-10-30",
      { do: "notify", effectiveAt: NOW + 14 * DAY },
    ],
    ["a notice that runs", 30, told(30, NOW + DAY), "2026-01-01", { do: "wait" }],
    ["a notice that has run out", 30, told(30, NOW), "2026-01-01", { do: "delete", before: "2026-10-23" }],
    [
      "a shorter time than told",
      30,
      told(90, NOW - DAY),
      "2026-01-01",
      { do: "notify", effectiveAt: NOW + 14 * DAY },
    ],
    ["a longer time than told", 90, told(30, NOW - DAY), "2026-10-01", { do: "nothing" }],
    [
      "a longer time, and rows past that too",
      90,
      told(30, NOW - DAY),
      "2026-01-01",
      { do: "delete", before: "2026-08-24" },
    ],
  ])("%s", (_, days, state, oldest, step) => {
    expect(retentionStep(days, state, oldest, NOW)).toEqual(step);
  });
});
