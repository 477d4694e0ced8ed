import type { FlagFilters } from "@edgewise/core/flags/types.ts";
import { describe, expect, it } from "vitest";
import { removals, settledAnswer } from "./settled.ts";

const plan = { key: "plan", type: "person", operator: "exact", value: "pro" };
const variants = [
  { key: "a", rollout_percentage: 50 },
  { key: "b", rollout_percentage: 50 },
];

describe("what everybody gets", () => {
  it.each<[string, boolean, FlagFilters, boolean | string | null]>([
    ["off", false, { groups: [{}] }, false],
    ["on for all", true, { groups: [{}] }, true],
    [
      "on for all, and more conditions",
      true,
      { groups: [{ rollout_percentage: 100 }, { properties: [plan] }] },
      true,
    ],
    ["no condition", true, { groups: [] }, false],
    ["0 % everywhere", true, { groups: [{ rollout_percentage: 0, properties: [plan] }] }, false],
    ["a part", true, { groups: [{ rollout_percentage: 50 }] }, null],
    ["some people first", true, { groups: [{ properties: [plan] }, {}] }, null],
    ["a shipped variant", true, { groups: [{ variant: "b" }], multivariate: { variants } }, "b"],
    ["variants by weight", true, { groups: [{}], multivariate: { variants } }, null],
    [
      "one variant with all the weight",
      true,
      { groups: [{}], multivariate: { variants: [{ key: "a", rollout_percentage: 100 }] } },
      "a",
    ],
    ["some are held out", true, { groups: [{}], holdout: { id: 1, exclusion_percentage: 5 } }, null],
    ["people choose", true, { groups: [{}], feature_enrollment: true }, null],
  ])("%s", (_name, active, filters, answer) => expect(settledAnswer({ active, filters })).toBe(answer));
});

describe("how code reads without it", () => {
  it.each([
    [true, "newWay();", 'isFeatureEnabled("k")'],
    ["b", "newWay();", 'getFeatureFlag("k") === "b"'],
    [false, "oldWay();", 'isFeatureEnabled("k")'],
  ])("%s", (answer, after, asked) => {
    const { search, examples } = removals("k", answer);
    expect(search).toContain('"k"');
    expect(examples[0]).toMatchObject({ after });
    expect(examples[0]!.before).toContain(asked);
  });
});
