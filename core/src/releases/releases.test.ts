import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FlagFilters } from "../flags/types.ts";
import { decideNext, type Standing } from "./decide.ts";
import { judgeLook, type LookInput } from "./judge-look.ts";
import { blindLook, type GuardResult, type LookVerdict, type ReleaseLook } from "./look.ts";
import { groupTypeOf, populationOf } from "./population.ts";
import { guardSettings } from "./schema.ts";
import { faultOfStages, stagesOfRamp } from "./stages.ts";
import { changedByHand, targetingOf, targetOf, withShare } from "./target.ts";
import { figure, figuresInWords, harmInWords } from "./words.ts";

const MINUTE = 60_000;
const stage = (rollout_percentage: number, minutes = 10) => ({ rollout_percentage, minutes });
const RESULT: GuardResult = {
  uuid: "g",
  name: "Errors",
  status: "watching",
  unit: "share",
  units: { off: 900, on: 100 },
  off: 0.02,
  on: 0.06,
  estimate: 0.04,
  interval: [0.01, 0.07],
  lift: 2,
  relative_interval: [0.5, 4.321],
  multiplier: 3,
  alpha: 0.05,
  error: null,
};
const look = (verdict: LookVerdict, status: GuardResult["status"] = "watching"): ReleaseLook => ({
  ...blindLook("2026-01-01T00:00:00Z", 0, `It is ${verdict}.`),
  verdict,
  guards: [{ ...RESULT, status, error: status === "failed" ? "no such math" : null }],
});
const standing = (more: Partial<Standing> = {}): Standing => ({
  stages: [stage(10), stage(50), stage(100)],
  stage: 0,
  stageStartedAt: 0,
  isPaused: false,
  isGuarded: true,
  settings: { wait_for: "data", hold_when_blind: true },
  ...more,
});
const rules = (wait_for: "time" | "data" | "safe", hold_when_blind = true) => ({
  settings: { wait_for, hold_when_blind },
});

describe("decideNext", () => {
  it.each<[string, Partial<Standing>, ReleaseLook | null, number, string]>([
    ["before its time", {}, look("watching"), 9, "wait"],
    ["when its time has come", {}, look("watching"), 10, "advance"],
    ["harm, before its time", {}, look("harmed"), 1, "roll_back"],
    ["harm, paused", { isPaused: true }, look("harmed"), 1, "roll_back"],
    ["harm, with the guard off", { isGuarded: false }, look("harmed"), 1, "wait"],
    ["paused", { isPaused: true }, look("safe", "safe"), 10, "hold"],
    ["too little data", {}, look("too_little_data"), 10, "hold"],
    ["too little data, by time alone", rules("time"), look("too_little_data"), 10, "advance"],
    ["not proven safe", rules("safe"), look("watching"), 10, "hold"],
    ["proven safe", rules("safe"), look("safe", "safe"), 10, "advance"],
    ["not comparable", rules("time"), look("untrustworthy"), 10, "hold"],
    ["blind", {}, look("unavailable", "failed"), 10, "hold"],
    ["blind, and that is accepted", rules("data", false), look("unavailable", "failed"), 10, "advance"],
    ["without a look", {}, null, 10, "hold"],
    ["one guard-rail that can't be computed", {}, look("watching", "failed"), 10, "hold"],
    ["the guard is off", { isGuarded: false }, null, 10, "advance"],
    ["the last step", { stage: 1, stages: [stage(10), stage(50)] }, look("watching"), 10, "complete"],
    ["everyone has it", { stage: 2 }, null, 0, "complete"],
    ["everyone has it, paused", { stage: 2, isPaused: true }, null, 0, "complete"],
    ["no step left", { stage: 3 }, null, 0, "complete"],
  ])("%s", (_, at, seen, minutes, expected) => {
    expect(decideNext(standing(at), seen, minutes * MINUTE).do).toBe(expected);
  });

  it("never goes on over a harm, whatever else holds", () => {
    const at = fc.record({
      stage: fc.integer({ min: 0, max: 1 }),
      isPaused: fc.boolean(),
      settings: fc.record({
        wait_for: fc.constantFrom("time", "data", "safe"),
        hold_when_blind: fc.boolean(),
      }),
    });
    fc.assert(
      fc.property(at, fc.nat(1e9), (part, now) => {
        expect(decideNext(standing(part as Partial<Standing>), look("harmed"), now).do).toBe("roll_back");
      }),
    );
  });
});

describe("judgeLook", () => {
  const settings = guardSettings.parse({
    guards: ["a", "b"].map((uuid) => ({
      uuid,
      name: uuid,
      metric: {
        metric_type: "mean",
        source: { kind: "EventsNode", event: "e", math: "dau" },
        goal: "decrease",
      },
    })),
  });
  const arm = (mean: number, n = 2000) =>
    ({ ok: true, arm: { n, mean, variance: mean * (1 - mean) } }) as const;
  const metric = (off: number, on: number, n?: number) =>
    ({ ok: true, type: "proportion", off: arm(off, n), on: arm(on, n) }) as const;
  const input = (more: Partial<LookInput>): LookInput => ({
    at: "2026-01-01T00:00:00Z",
    stages: [stage(50), stage(75), stage(100)],
    stage: 0,
    settings,
    lastSeen: { off: 2000, on: 2000 },
    exposures: { off: 2000, on: 2000 },
    switched: 0,
    expectedShare: 0.5,
    measured: [metric(0.1, 0.1), metric(0.1, 0.1)],
    ...more,
  });

  it.each<[string, Partial<LookInput>, LookVerdict]>([
    ["no difference", {}, "watching"],
    ["one is harmed", { measured: [metric(0.1, 0.1), metric(0.1, 0.3)] }, "harmed"],
    ["all are better", { measured: [metric(0.3, 0.1), metric(0.3, 0.1)] }, "safe"],
    [
      "a wrong split says nothing",
      { measured: [metric(0.1, 0.3), metric(0.1, 0.3)], lastSeen: { off: 3000, on: 1000 } },
      "untrustworthy",
    ],
    [
      "few people",
      { measured: [metric(0.1, 0.1, 50), metric(0.1, 0.1, 50)], exposures: { off: 50, on: 50 } },
      "too_little_data",
    ],
    ["one can't be computed", { measured: [metric(0.1, 0.1), { ok: false, error: "no" }] }, "watching"],
    [
      "none can be computed",
      {
        measured: [
          { ok: false, error: "no" },
          { ok: false, error: "no" },
        ],
      },
      "unavailable",
    ],
  ])("%s", (_, more, verdict) => expect(judgeLook(input(more)).verdict).toBe(verdict));

  it("says what there is too little of", () => {
    const unmeasured = { ok: true, type: "mean", off: arm(0, 0), on: arm(0, 0) } as const;
    expect(judgeLook(input({ measured: [metric(0.1, 0.1), unmeasured] })).detail).toBe(
      '"b" was measured for 0 people with the flag and 0 without: a verdict needs 100 each.',
    );
    const few = { measured: [metric(0.1, 0.1, 50), unmeasured], exposures: { off: 50, on: 60 } };
    expect(judgeLook(input(few)).detail).toContain("there are 60 and 50");
  });

  it("shares the error level among guard-rails and the steps that compare", () => {
    expect(judgeLook(input({})).guards.map(({ alpha }) => alpha)).toEqual([0.0125, 0.0125]);
  });
});

describe("steps", () => {
  it.each([
    [[stage(10), stage(50), stage(100)], null],
    [[stage(10)], null],
    [[stage(10), stage(10)], "above the one before"],
    [[stage(50), stage(20)], "above the one before"],
    [[stage(100)], "nobody to compare"],
  ])("%j", (stages, fault) => {
    if (fault === null) expect(faultOfStages(stages)).toBeNull();
    else expect(faultOfStages(stages)).toContain(fault);
  });

  it("of a ramp rise from where it starts to its end", () => {
    const percent = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(percent, percent, fc.double({ min: 0.5, max: 50, noNaN: true }), (from, to, step) => {
        const stages = stagesOfRamp(from, { to, step, every_minutes: 5 });
        expect(stages.length > 0).toBe(to > from);
        const last = stages.at(-1);
        if (last) expect(last.rollout_percentage).toBe(to);
        const faults = faultOfStages(stages);
        if (stages[0] && stages[0].rollout_percentage < 100) expect(faults).toBeNull();
      }),
      { examples: [[0, 50, 49.9999995]] },
    );
  });
});

const filters = (rollout: number | null, more: object = {}): FlagFilters => ({
  groups: [{ properties: [], rollout_percentage: rollout, ...more }],
});
const property = { key: "plan", value: "pro", type: "person" };

describe("the flag of a release", () => {
  const state = { active: true, filters: filters(20), deleted: false, archived: false };
  const expected = {
    active: true,
    rollout_percentage: 20,
    condition: 0,
    targeting: targetingOf(filters(20), 0),
  };

  it.each<[string, object | null, string | null]>([
    ["as it was set", state, null],
    ["another name", { ...state, name: "x" }, null],
    ["other payloads", { ...state, filters: { ...filters(20), payloads: { true: "1" } } }, null],
    [
      "a second condition",
      { ...state, filters: { groups: [...filters(20).groups, { rollout_percentage: 5 }] } },
      null,
    ],
    ["deleted", { ...state, deleted: true }, "deleted"],
    ["gone", null, "deleted"],
    ["archived", { ...state, archived: true }, "archived"],
    ["off", { ...state, active: false }, "switched off"],
    ["another share", { ...state, filters: filters(30) }, "from 20 % to 30 %"],
    ["everyone", { ...state, filters: filters(null) }, "to 100 %"],
    ["other people", { ...state, filters: filters(20, { properties: [property] }) }, "Whom condition 1"],
    ["no condition", { ...state, filters: { groups: [] } }, "Whom condition 1"],
  ])("%s", (_, found, text) => {
    const changed = changedByHand(found as Parameters<typeof changedByHand>[0], expected);
    if (text === null) expect(changed).toBeNull();
    else expect(changed).toContain(text);
  });

  it("gets its share back and nothing else", () => {
    const before: FlagFilters = {
      groups: [{ rollout_percentage: 1 }, { properties: [property], rollout_percentage: null }],
      payloads: { true: "1" },
    };
    const after = withShare(before, 1, 40);
    expect(after).toEqual({
      ...before,
      groups: [before.groups[0], { properties: [property], rollout_percentage: 40 }],
    });
    expect(targetOf({ active: true, filters: after }, 1)).toEqual({ active: true, rollout_percentage: 40 });
    expect(targetOf({ active: true, filters: after }, 7)).toBeNull();
  });
});

describe("groupTypeOf", () => {
  it.each<[string, number | null | undefined, number | null | undefined, number | null]>([
    ["persons", undefined, undefined, null],
    ["the flag's groups", undefined, 1, 1],
    ["groups of its own", 2, null, 2],
    ["persons in a flag of groups", null, 1, null],
  ])("%s", (_name, own, common, expected) => {
    const groups = [own === undefined ? {} : { aggregation_group_type_index: own }];
    const shared = common === undefined ? {} : { aggregation_group_type_index: common };
    expect(groupTypeOf({ groups, ...shared }, 0)).toBe(expected);
  });
});

describe("populationOf", () => {
  const of = (found: FlagFilters, exposure: "called" | "carried" = "called", index = 0) =>
    populationOf({ key: "f", filters: found }, index, 25, { exposure, filter_test_accounts: false });
  const two: FlagFilters = { groups: [...filters(5).groups, { rollout_percentage: 25 }] };

  it.each<[string, ReturnType<typeof of>, object]>([
    ["everyone", of(filters(25)), { condition: null, expectedShare: 0.25 }],
    [
      "everyone, by events that carry it",
      of(filters(25), "carried"),
      { condition: null, expectedShare: 0.25 },
    ],
    [
      "some people: by the reason",
      of(filters(25, { properties: [property] })),
      { condition: 1, expectedShare: 0.25 },
    ],
    [
      "some people, without reasons",
      of(filters(25, { properties: [property] }), "carried"),
      { condition: null, expectedShare: null },
    ],
    ["one of several conditions", of(two, "called", 1), { condition: 2, expectedShare: null }],
    [
      "a holdout keeps some out",
      of({ ...filters(25), holdout: { id: 1, exclusion_percentage: 5 } }),
      { expectedShare: null },
    ],
    ["groups", of({ ...filters(25), aggregation_group_type_index: 1 }), { groupTypeIndex: 1 }],
  ])("%s", (_, found, expected) => expect(found).toMatchObject(expected));
});

describe("in words", () => {
  it.each<[number | null, Parameters<typeof figure>[1], string]>([
    [null, "share", "–"],
    [0, "number", "0"],
    [0.123456, "number", "0.1235"],
    [0.123456, "share", "12.35 %"],
    [1234.5678, "milliseconds", "1235 ms"],
    [0.00001234, "number", "1.2e-5"],
  ])("%j of %s is %s", (value, unit, text) => expect(figure(value, unit)).toBe(text));

  it.each<[Partial<GuardResult>, string]>([
    [{}, "+200 % (+50 % to +432 %)"],
    [{ relative_interval: null }, "+4 points (+1 points to +7 points)"],
    [{ lift: -0.1234, relative_interval: [-0.2, 0.01] }, "-12.3 % (-20 % to +1 %)"],
    [{ lift: null, interval: null }, "–"],
  ])("a change %j", (more, text) => expect(figuresInWords({ ...RESULT, ...more }).change).toBe(text));

  it("names what was harmed", () => {
    expect(harmInWords([RESULT, { ...RESULT, status: "harmed" }])).toBe(
      '"Errors" is 6 % with the flag and 2 % without it: +200 % (+50 % to +432 %), 100 people with and 900 without.',
    );
  });
});
