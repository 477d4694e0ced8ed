import { blindLook, type GuardResult } from "@edgewise/core/releases/look.ts";
import { describe, expect, it } from "vitest";
import type { Release } from "./types.ts";
import { entryLabel, extentOf, marginInWords, nextInWords, shownInterval } from "./words.ts";

const NOW = Date.parse("2026-01-01T12:00:00Z");
const release = (part: Partial<Release>): Release => ({
  id: "r",
  environment_id: 1,
  flag: { id: 1, key: "pay", name: "" },
  condition: 0,
  group_type_index: null,
  state: "running",
  stages: [
    { rollout_percentage: 5, minutes: 10 },
    { rollout_percentage: 50, minutes: 10 },
  ],
  stage: 0,
  stage_started_at: "2026-01-01T11:55:00Z",
  next_at: "2026-01-01T12:05:00Z",
  is_guarded: true,
  settings: {
    guards: [],
    alpha: 0.05,
    min_units: 100,
    exposure: "called",
    filter_test_accounts: false,
    wait_for: "data",
    hold_when_blind: true,
    roll_back_to: "start",
  },
  notify: { emails: [], webhooks: [] },
  before: { active: false, rollout_percentage: 0 },
  hold: null,
  reason: null,
  look: blindLook("2026-01-01T11:59:00Z", 0, "x"),
  looked_at: null,
  created_by: null,
  created_at: "2026-01-01T11:00:00Z",
  ended_at: null,
  ...part,
});

describe("what comes next", () => {
  it.each<[string, Partial<Release>, string]>([
    ["a step", {}, "Next: 50 %, at 12:05 if nothing is harmed."],
    ["its time has come", { next_at: "2026-01-01T11:59:30Z" }, "Next: 50 %, within a minute."],
    ["the end", { stage: 1 }, "Next: completed, at 12:05 if nothing is harmed."],
    ["held", { hold: "Too few." }, "Next: 50 %, as soon as nothing keeps it. Too few."],
    ["paused", { state: "paused" }, "Next: 50 %, when somebody goes on."],
    ["rolled back", { state: "rolled_back", reason: "Because." }, "Because."],
    ["ended", { state: "ended" }, "Nothing more will happen."],
  ])("%s", (_, part, text) => {
    expect(nextInWords(release(part), NOW, (time) => time.slice(11, 16))).toBe(text);
  });
});

it.each([
  [{ scale: "relative", value: 0 } as const, true, "any proven harm (more) rolls back"],
  [{ scale: "relative", value: 0.125 } as const, true, "up to 12.5 % more is accepted"],
  [{ scale: "absolute", value: 200 } as const, false, "up to 200 less is accepted"],
])("a margin %j", (margin, lower, text) => expect(marginInWords(margin, lower, "number")).toBe(text));

it.each([
  ["share", "up to 2 points more is accepted"],
  ["milliseconds", "up to 0.02 ms more is accepted"],
] as const)("a margin of a %s", (unit, text) =>
  expect(marginInWords({ scale: "absolute", value: 0.02 }, true, unit)).toBe(text),
);

it.each([
  [{ relative: true, low: -0.1, high: 0.2, point: 0.05 }, 0.2],
  [{ relative: true, low: -0.6, high: 13, point: 1.3 }, 3.25],
  [{ relative: true, low: 4, high: 90, point: 9 }, 22.5],
  [{ relative: false, low: null, high: null, point: null }, Number.EPSILON],
])("an axis for %j", (shown, extent) => expect(extentOf(shown)).toBeCloseTo(extent, 9));

const RESULT: GuardResult = {
  uuid: "g",
  name: "g",
  status: "watching",
  unit: "number",
  units: { off: 1, on: 1 },
  off: 1,
  on: 2,
  estimate: 1,
  interval: [0.5, 1.5],
  lift: 1,
  relative_interval: [0.4, 1.6],
  multiplier: 3,
  alpha: 0.05,
  error: null,
};

it.each([
  [{}, { relative: true, low: 0.4, high: 1.6, point: 1 }],
  [{ relative_interval: null }, { relative: false, low: 0.5, high: 1.5, point: 1 }],
  [
    { relative_interval: null, interval: null, estimate: null },
    { relative: false, low: null, high: null, point: null },
  ],
])("an interval %j", (more, expected) => expect(shownInterval({ ...RESULT, ...more })).toEqual(expected));

it("names what happened, also what it does not know", () => {
  expect(entryLabel("rolled_back")).toBe("Rolled back");
  expect(entryLabel("some_thing")).toBe("some thing");
});
