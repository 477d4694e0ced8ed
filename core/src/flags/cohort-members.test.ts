import { describe, expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";
import { compileAll, inCohort, makeFlag } from "./fixture.ts";
import { flagValue } from "./result.ts";
import type { CohortDefinition } from "./types.ts";

const behaviour = { type: "OR", values: [{ type: "behavioral", key: "buy", value: "performed_event" }] };
const around = { type: "AND", values: [{ ...inCohort(1), negation: true }] };

/** Of the first environment, which is the one that is asked. */
const listed = (...ids: string[]): CohortDefinition["members"] => ({ 1: ids, 2: ["elsewhere"] });

describe("a cohort whose members are listed", () => {
  test.each<[string, CohortDefinition[], string, boolean]>([
    ["a member", [{ id: 1, isStatic: true, members: listed("u") }], "in", true],
    ["somebody else", [{ id: 1, isStatic: true, members: listed("v") }], "in", false],
    ["a member, negated", [{ id: 1, isStatic: true, members: listed("u") }], "not_in", false],
    ["nobody listed", [{ id: 1, isStatic: true, members: listed() }], "not_in", true],
    ["behaviour", [{ id: 1, filters: behaviour, members: listed("u") }], "in", true],
    ["of another environment only", [{ id: 1, filters: behaviour, members: { 2: ["u"] } }], "in", false],
    ["no list", [{ id: 1, isStatic: true }], "not_in", false],
  ])("%s", (_, cohorts, operator, expected) => {
    const compiled = compileAll([makeFlag("flag", [{ properties: [inCohort(1, operator)] }])], { cohorts });
    const [result] = evaluate(compiled, { distinctId: "u" }, { now: 0 });
    expect(flagValue(result!)).toBe(expected);
  });

  test("inside of another cohort", () => {
    const cohorts = [
      { id: 1, isStatic: true, members: listed("u") },
      { id: 2, filters: around },
    ];
    const compiled = compileAll([makeFlag("flag", [{ properties: [inCohort(2)] }])], { cohorts });
    const values = ["u", "v"].map((distinctId) =>
      flagValue(evaluate(compiled, { distinctId }, { now: 0 })[0]!),
    );
    expect(values).toEqual([false, true]);
  });

  test("whoever has just identified is known by the ID of before", () => {
    const cohorts = [{ id: 1, isStatic: true, members: listed("device") }];
    const compiled = compileAll([makeFlag("flag", [{ properties: [inCohort(1)] }])], { cohorts });
    const request = { distinctId: "u", anonDistinctId: "device" };
    expect(flagValue(evaluate(compiled, request, { now: 0 })[0]!)).toBe(true);
  });
});
