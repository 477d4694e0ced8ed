import { describe, expect, it } from "vitest";
import { explain } from "./explain.ts";
import { compileAll, dependsOn, makeFlag, person } from "./fixture.ts";

const compiled = compileAll([
  makeFlag("base"),
  makeFlag(
    "flag",
    [
      { properties: [person("country", "exact", "US"), dependsOn("base")] },
      { rollout_percentage: 0 },
      { aggregation_group_type_index: 0 },
      { properties: [{ key: "id", type: "cohort", value: 9 }] },
      {},
    ],
    {
      multivariate: { variants: [{ key: "all", rollout_percentage: 100 }] },
      holdout: { id: 1, exclusion_percentage: 0 },
    },
  ),
]);

describe("explain", () => {
  const explanation = explain(
    compiled,
    "flag",
    { distinctId: "u", personProperties: { country: "DE" } },
    { now: 0 },
  )!;

  it("tells what became of each condition and which one decided", () => {
    expect(explanation.conditions.map(({ outcome, decided }) => [outcome, decided])).toEqual([
      ["no_match", false],
      ["out_of_rollout", false],
      ["no_identifier", false],
      ["undecided", false],
      ["match", true],
    ]);
  });

  it("tells each filter's verdict and the value it saw", () => {
    const [first, , , fourth] = explanation.conditions;
    expect(first!.filters).toEqual([
      { filter: person("country", "exact", "US"), verdict: "no", actual: "DE" },
      { filter: dependsOn("base"), verdict: "yes" },
    ]);
    expect(fourth!.filters[0]!.verdict).toBe("needs_server");
  });

  it("tells hashes and thresholds", () => {
    expect(explanation.conditions[1]!.rollout).toEqual({ percentage: 0, hash: expect.any(Number) });
    expect(explanation.conditions[4]!.rollout).toEqual({ percentage: 100, hash: null });
    expect(explanation.variant).toEqual({ hash: expect.any(Number), picked: "all" });
    expect(explanation.holdout).toEqual({ percentage: 0, hash: expect.any(Number), isMember: false });
  });

  it("agrees with the answer and names the flags it depends on", () => {
    expect(explanation.result).toMatchObject({ variant: "all", reason: { condition_index: 4 } });
    expect(explanation.dependencies.map(({ key, enabled }) => [key, enabled])).toEqual([["base", true]]);
  });

  it("has nothing to say about unknown flags", () => {
    expect(explain(compiled, "nothing", { distinctId: "u" }, { now: 0 })).toBeNull();
  });
});
