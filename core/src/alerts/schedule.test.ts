import * as fc from "fast-check";
import { expect, test } from "vitest";
import { CHECK_INTERVALS, type CheckSchedule, nextCheck } from "./schedule.ts";

const at = (text: string) => Date.parse(text);
const schedule = (interval: CheckSchedule["interval"], more: Partial<CheckSchedule> = {}): CheckSchedule => ({
  interval,
  skipWeekend: false,
  startTime: null,
  blocked: [],
  zone: "UTC",
  ...more,
});
const berlin = { zone: "Europe/Berlin" };
const night = { blocked: [{ start: "22:00", end: "07:00" }] };

// 2026-01-02 is a Friday.
test.each<[string, CheckSchedule, string, string]>([
  ["real time", schedule("real_time"), "2026-01-02T10:00Z", "2026-01-02T10:02Z"],
  ["quarters", schedule("every_15_minutes"), "2026-01-02T10:15Z", "2026-01-02T10:30Z"],
  ["hourly, some minutes past", schedule("hourly"), "2026-01-02T10:06Z", "2026-01-02T11:05Z"],
  ["hourly, just before", schedule("hourly"), "2026-01-02T10:01Z", "2026-01-02T10:05Z"],
  [
    "hourly at half past in Kolkata",
    schedule("hourly", { zone: "Asia/Kolkata" }),
    "2026-01-02T10:00Z",
    "2026-01-02T10:35Z",
  ],
  ["daily", schedule("daily"), "2026-01-02T01:00Z", "2026-01-03T01:00Z"],
  ["daily, still today", schedule("daily"), "2026-01-02T00:30Z", "2026-01-02T01:00Z"],
  ["daily in Berlin", schedule("daily", berlin), "2026-01-02T10:00Z", "2026-01-03T00:00Z"],
  [
    "daily in Berlin when summer begins",
    schedule("daily", { ...berlin, startTime: "09:00" }),
    "2026-03-28T12:00Z",
    "2026-03-29T07:00Z",
  ],
  ["daily at its hour", schedule("daily", { startTime: "17:30" }), "2026-01-02T10:00Z", "2026-01-02T17:30Z"],
  ["weekly on Monday", schedule("weekly"), "2026-01-02T10:00Z", "2026-01-05T01:00Z"],
  ["monthly on the first", schedule("monthly"), "2026-01-02T10:00Z", "2026-02-01T01:00Z"],
  ["no weekend", schedule("daily", { skipWeekend: true }), "2026-01-02T10:00Z", "2026-01-05T01:00Z"],
  ["no weekend, hourly", schedule("hourly", { skipWeekend: true }), "2026-01-02T23:30Z", "2026-01-05T00:05Z"],
  [
    "a first on a Sunday",
    schedule("monthly", { skipWeekend: true }),
    "2026-01-15T00:00Z",
    "2026-02-02T01:00Z",
  ],
  ["not at night", schedule("hourly", night), "2026-01-02T21:30Z", "2026-01-03T07:00Z"],
  ["not at night, after midnight", schedule("hourly", night), "2026-01-03T01:30Z", "2026-01-03T07:00Z"],
  [
    "neither weekend nor night",
    schedule("hourly", { ...night, skipWeekend: true }),
    "2026-01-02T21:30Z",
    "2026-01-05T07:00Z",
  ],
  [
    "blocked at noon",
    schedule("every_15_minutes", { blocked: [{ start: "12:00", end: "13:00" }] }),
    "2026-01-02T11:50Z",
    "2026-01-02T13:00Z",
  ],
  [
    "an empty window blocks nothing",
    schedule("hourly", { blocked: [{ start: "12:00", end: "12:00" }] }),
    "2026-01-02T11:50Z",
    "2026-01-02T12:05Z",
  ],
])("%s", (_, rule, now, expected) => {
  expect(new Date(nextCheck(rule, at(now))).toISOString().slice(0, 16)).toBe(expected.slice(0, 16));
});

test("a check always lies ahead, and never on a skipped day", () => {
  const rules = fc.record({
    interval: fc.constantFrom(...CHECK_INTERVALS),
    skipWeekend: fc.boolean(),
    startTime: fc.constantFrom(null, "00:00", "02:30", "23:59"),
    blocked: fc.constantFrom([], [{ start: "22:00", end: "06:00" }], [{ start: "09:00", end: "10:00" }]),
    zone: fc.constantFrom("UTC", "America/New_York", "Asia/Kolkata", "Pacific/Apia"),
  });
  fc.assert(
    fc.property(rules, fc.integer({ min: at("2025-01-01"), max: at("2027-01-01") }), (rule, now) => {
      const next = nextCheck(rule, now);
      expect(next).toBeGreaterThan(now);
      const day = new Intl.DateTimeFormat("en", { timeZone: rule.zone, weekday: "short" }).format(next);
      if (rule.skipWeekend) expect(["Sat", "Sun"]).not.toContain(day);
    }),
  );
});
