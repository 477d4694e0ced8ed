import type { FlagFilters } from "@edgewise/core/flags/types.ts";
import { describe, expect, it } from "vitest";
import { summarizeKind, summarizeRollout } from "./summary.ts";

const plan = { key: "plan", type: "person", operator: "exact", value: ["team"] };

describe("summarizeRollout", () => {
  const cases: [string, FlagFilters["groups"], string][] = [
    ["no condition", [], "nobody"],
    ["everyone", [{ properties: [], rollout_percentage: 100 }], "everyone"],
    ["null is 100", [{ rollout_percentage: null }], "everyone"],
    ["a share", [{ rollout_percentage: 12.5 }], "12.5 % of everyone"],
    ["zero", [{ rollout_percentage: 0 }], "nobody (0 %)"],
    ["filters", [{ properties: [plan], rollout_percentage: 50 }], "50 % where plan is team"],
    [
      "several",
      [{ properties: [plan, plan], rollout_percentage: 100, variant: "b" }, { rollout_percentage: 10 }],
      "100 % where plan is team and plan is team (always b), or 10 % of everyone",
    ],
  ];
  it.each(cases)("%s", (_name, groups, text) => expect(summarizeRollout({ groups })).toBe(text));
});

it.each([
  [null, "on or off"],
  [{ variants: [] }, "on or off"],
  [
    {
      variants: [
        { key: "a", rollout_percentage: 40 },
        { key: "b", rollout_percentage: 60 },
      ],
    },
    "a 40 % · b 60 %",
  ],
])("summarizeKind %#", (multivariate, text) => {
  expect(summarizeKind({ groups: [], multivariate })).toBe(text);
});
