import { tzOffset } from "@date-fns/tz";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FREQUENCIES, nextOccurrence, type Schedule, WEEKDAYS } from "./schedule.ts";

const at = (text: string) => Date.parse(text);
const schedule = (start: string, more: Partial<Schedule> = {}): Schedule => ({
  frequency: "daily",
  interval: 1,
  byWeekday: [],
  bySetPos: null,
  start: at(start),
  until: null,
  zone: "UTC",
  ...more,
});

/** The first occurrences after `after`, as ISO without seconds. */
function list(rule: Schedule, after: string, count = 3): string[] {
  const found: string[] = [];
  for (let from = at(after); found.length < count; ) {
    const next = nextOccurrence(rule, from);
    if (next === null) break;
    found.push(new Date(next).toISOString().slice(0, 16));
    from = next;
  }
  return found;
}

test.each<[string, Schedule, string, string[]]>([
  [
    "daily",
    schedule("2026-01-01T09:00Z"),
    "2026-01-05T09:00Z",
    ["2026-01-06T09:00", "2026-01-07T09:00", "2026-01-08T09:00"],
  ],
  [
    "the start itself comes",
    schedule("2026-01-01T09:00Z"),
    "2025-01-01T00:00Z",
    ["2026-01-01T09:00", "2026-01-02T09:00", "2026-01-03T09:00"],
  ],
  [
    "every third day",
    schedule("2026-01-01T09:00Z", { interval: 3 }),
    "2026-01-02T00:00Z",
    ["2026-01-04T09:00", "2026-01-07T09:00", "2026-01-10T09:00"],
  ],
  [
    "on work days",
    schedule("2026-01-01T09:00Z", { byWeekday: ["monday", "friday"] }),
    "2026-01-01T00:00Z",
    ["2026-01-02T09:00", "2026-01-05T09:00", "2026-01-09T09:00"],
  ],
  [
    "weekly on the start's day",
    schedule("2026-01-01T09:00Z", { frequency: "weekly" }),
    "2026-01-01T09:00Z",
    ["2026-01-08T09:00", "2026-01-15T09:00", "2026-01-22T09:00"],
  ],
  [
    "every second week on two days",
    schedule("2026-01-01T09:00Z", { frequency: "weekly", interval: 2, byWeekday: ["tuesday", "thursday"] }),
    "2025-12-01T00:00Z",
    ["2026-01-01T09:00", "2026-01-13T09:00", "2026-01-15T09:00"],
  ],
  [
    "monthly on the last day",
    schedule("2026-01-31T09:00Z", { frequency: "monthly" }),
    "2026-01-31T09:00Z",
    ["2026-02-28T09:00", "2026-03-31T09:00", "2026-04-30T09:00"],
  ],
  [
    "the first Monday",
    schedule("2026-01-01T09:00Z", { frequency: "monthly", byWeekday: ["monday"], bySetPos: 1 }),
    "2026-01-01T09:00Z",
    ["2026-01-05T09:00", "2026-02-02T09:00", "2026-03-02T09:00"],
  ],
  [
    "the last Friday",
    schedule("2026-01-01T09:00Z", { frequency: "monthly", byWeekday: ["friday"], bySetPos: -1 }),
    "2026-01-31T00:00Z",
    ["2026-02-27T09:00", "2026-03-27T09:00", "2026-04-24T09:00"],
  ],
  [
    "the fifth Friday, where there is one",
    schedule("2026-01-01T09:00Z", { frequency: "monthly", byWeekday: ["friday"], bySetPos: 5 }),
    "2026-01-01T00:00Z",
    ["2026-01-30T09:00", "2026-05-29T09:00", "2026-07-31T09:00"],
  ],
  [
    "yearly on a leap day",
    schedule("2024-02-29T09:00Z", { frequency: "yearly" }),
    "2025-01-01T00:00Z",
    ["2025-02-28T09:00", "2026-02-28T09:00", "2027-02-28T09:00"],
  ],
  [
    "until",
    schedule("2026-01-01T09:00Z", { until: at("2026-01-03T09:00Z") }),
    "2026-01-01T09:00Z",
    ["2026-01-02T09:00", "2026-01-03T09:00"],
  ],
  [
    "never",
    schedule("2026-01-01T09:00Z", { frequency: "monthly", byWeekday: ["monday"], bySetPos: 6 }),
    "2026-01-01T00:00Z",
    [],
  ],
])("%s", (_, rule, after, expected) => expect(list(rule, after)).toEqual(expected));

describe("the clock on the wall stays", () => {
  test.each<[string, string, string, string, string[]]>([
    [
      "when summer begins",
      "Europe/Berlin",
      "2026-03-01T08:00Z",
      "2026-03-28T00:00Z",
      ["2026-03-28T08:00", "2026-03-29T07:00", "2026-03-30T07:00"],
    ],
    [
      "when it ends",
      "Europe/Berlin",
      "2026-03-01T08:00Z",
      "2026-10-24T00:00Z",
      ["2026-10-24T07:00", "2026-10-25T08:00", "2026-10-26T08:00"],
    ],
    [
      "a skipped time is moved on",
      "America/New_York",
      "2026-01-01T07:30Z",
      "2026-03-07T12:00Z",
      ["2026-03-08T07:30", "2026-03-09T06:30", "2026-03-10T06:30"],
    ],
    [
      "a repeated time comes once",
      "America/New_York",
      "2026-01-01T06:30Z",
      "2026-10-31T12:00Z",
      ["2026-11-01T05:30", "2026-11-02T06:30", "2026-11-03T06:30"],
    ],
    [
      "by half an hour",
      "Australia/Lord_Howe",
      "2026-01-01T00:00Z",
      "2026-04-03T12:00Z",
      ["2026-04-04T00:00", "2026-04-05T00:30", "2026-04-06T00:30"],
    ],
    [
      "far east",
      "Pacific/Auckland",
      "2026-01-01T20:00Z",
      "2026-01-05T00:00Z",
      ["2026-01-05T20:00", "2026-01-06T20:00", "2026-01-07T20:00"],
    ],
  ])("%s", (_, zone, start, after, expected) => {
    expect(list(schedule(start, { zone }), after)).toEqual(expected);
  });
});

test("occurrences come later, on allowed days, at the same clock time", () => {
  const rules = fc.record({
    frequency: fc.constantFrom(...FREQUENCIES),
    interval: fc.integer({ min: 1, max: 5 }),
    byWeekday: fc.subarray([...WEEKDAYS]),
    bySetPos: fc.constantFrom(null, 1, -1),
    start: fc.integer({ min: at("2020-01-01T00:00Z"), max: at("2026-12-31T00:00Z") }),
    until: fc.constant(null),
    zone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia"),
  });
  const wall = (ms: number, zone: string) => (ms + tzOffset(zone, new Date(ms)) * 60_000) % 86_400_000;
  fc.assert(
    fc.property(rules, fc.integer({ min: 0, max: 900 * 86_400_000 }), (rule, later) => {
      const after = rule.start + later;
      const next = nextOccurrence(rule, after);
      expect(next).not.toBeNull();
      expect(next!).toBeGreaterThan(after);
      const drift = Math.abs(wall(next!, rule.zone) - wall(rule.start, rule.zone));
      // Off only where a change skips the time.
      expect([0, 3_600_000]).toContain(drift);
      // Nothing lies between: the one before the next is not after `after`.
      const again = nextOccurrence(rule, next! - 1);
      expect(again).toBe(next);
    }),
  );
});
