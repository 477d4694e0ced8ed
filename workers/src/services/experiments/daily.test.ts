import { expect, test } from "vitest";
import { daysOf } from "./daily.ts";
import type { FoundExperiment } from "./find.ts";

const NOW = new Date("2026-03-10T12:00:00Z");
const found = (start: string | null, end: string | null) =>
  ({
    row: { startDate: start && new Date(start), endDate: end && new Date(end) },
  }) as unknown as FoundExperiment;

test.each<[string, string | null, string | null, string[]]>([
  ["a draft", null, null, []],
  ["one that began today", "2026-03-10T08:00:00Z", null, []],
  ["days that are over", "2026-03-08T20:00:00Z", null, ["2026-03-08", "2026-03-09"]],
  [
    "one that ended in the middle of a day",
    "2026-03-07T20:00:00Z",
    "2026-03-08T05:00:00Z",
    ["2026-03-07", "2026-03-08"],
  ],
  ["one that ended just now waits for what is late", "2026-03-10T08:00:00Z", "2026-03-10T11:30:00Z", []],
  ["one that ended today, a while ago", "2026-03-10T08:00:00Z", "2026-03-10T10:00:00Z", ["2026-03-10"]],
  ["no days to come of one that will end", "2026-03-09T08:00:00Z", "2026-03-20T00:00:00Z", ["2026-03-09"]],
])("%s", (_, start, end, days) => expect(daysOf(found(start, end), NOW)).toEqual(days));

test("a day is over once late events had an hour", () => {
  const justAfter = new Date("2026-03-10T00:30:00Z");
  expect(daysOf(found("2026-03-09T08:00:00Z", null), justAfter)).toEqual([]);
});
