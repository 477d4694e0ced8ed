import { describe, expect, it } from "vitest";
import { compileFlags } from "./compile.ts";
import { evaluate } from "./evaluate.ts";
import { makeFlag } from "./fixture.ts";
import { inEnvironment } from "./in-environment.ts";

const filters = { groups: [{ rollout_percentage: 100 }] };
const flag = {
  ...makeFlag("a", [{ rollout_percentage: 0 }]),
  active: false,
  environments: { 2: { active: true }, 3: { active: true, filters }, 4: { filters } },
};

describe("inEnvironment", () => {
  it.each([
    [null, false, 0],
    [1, false, 0],
    [2, true, 0],
    [3, true, 100],
    [4, false, 100],
  ])("environment %s", (id, active, rollout) => {
    const own = inEnvironment(flag, id);
    expect(own.active).toBe(active);
    expect(own.filters.groups[0]?.rollout_percentage).toBe(rollout);
    expect(own).not.toHaveProperty("environments");
  });

  it("decides what a flag answers there", () => {
    const source = { flags: [flag], cohorts: [], groupTypes: {}, timezone: "UTC" };
    const answers = [1, 2, 3, 4].map((id) =>
      evaluate(compileFlags(source, id), { distinctId: "u" }, { now: 0 }).map(({ enabled }) => enabled),
    );
    expect(answers).toEqual([[], [false], [true], []]);
  });
});
