import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  conditionMatchedBy,
  distributeEvenly,
  emptyDraft,
  type FlagDraft,
  fromFlag,
  matchedBy,
  matchOf,
  toInput,
  totalWeight,
} from "./draft.ts";
import type { Flag } from "./types.ts";
import { attrToPath, errorWithin, isShownField, jsonProblem, validateDraft } from "./validate-draft.ts";

const flag: Flag = {
  id: 1,
  key: "checkout",
  name: "New checkout",
  active: true,
  version: 3,
  filters: {
    groups: [
      {
        properties: [{ key: "email", type: "person", operator: "icontains", value: "@a.test" }],
        rollout_percentage: 50,
        variant: "one",
        aggregation_group_type_index: null,
      },
      { rollout_percentage: null },
    ],
    multivariate: {
      variants: [
        { key: "control", rollout_percentage: 60 },
        { key: "one", name: "One page", rollout_percentage: 40 },
      ],
    },
    payloads: { one: '{"a":1}' },
    holdout: { id: 4, exclusion_percentage: 5 },
    super_groups: null,
    payload_schema: { type: "object" },
  },
  ensure_experience_continuity: true,
  evaluation_runtime: "server",
  bucketing_identifier: "device_id",
  evaluation_contexts: ["web"],
  tags: ["shop"],
  created_at: "",
  updated_at: null,
  created_by: null,
};

describe("a stored flag survives the editor", () => {
  it("with everything that the editor does not show", () => {
    expect(toInput(fromFlag(flag), 3)).toEqual({
      key: "checkout",
      name: "New checkout",
      active: true,
      version: 3,
      ensure_experience_continuity: true,
      evaluation_runtime: "server",
      tags: ["shop"],
      bucketing_identifier: "device_id",
      evaluation_contexts: ["web"],
      is_remote_configuration: false,
      has_encrypted_payloads: false,
      filters: {
        ...flag.filters,
        groups: [flag.filters.groups[0], { properties: [], rollout_percentage: 100, variant: null }],
      },
    });
  });
  it("a boolean flag keeps only its own payload and no variants", () => {
    const draft: FlagDraft = { ...fromFlag(flag), multivariate: false, payloads: { true: " 1 ", one: "2" } };
    const { filters } = toInput(draft);
    expect(filters.multivariate).toBeNull();
    expect(filters.payloads).toEqual({ true: "1" });
    expect(filters.groups[0]?.variant).toBeNull();
  });
  it("payloads that came as JSON values become text", () => {
    const stored = { ...flag, filters: { groups: [], payloads: { true: { a: 1 } } } };
    expect(fromFlag(stored).payloads).toEqual({ true: '{"a":1}' });
  });
});

it("weights are distributed to exactly 100", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), (count) => {
      const variants = distributeEvenly(
        Array.from({ length: count }, (_, i) => ({ key: `v${i}`, name: "", rollout: 0 })),
      );
      expect(totalWeight(variants)).toBe(100);
      const weights = variants.map(({ rollout }) => rollout);
      expect(Math.max(...weights) - Math.min(...weights)).toBeLessThanOrEqual(1);
    }),
  );
});

it("totalWeight has no floating point noise", () => {
  expect(totalWeight([33.3, 33.3, 33.4].map((rollout) => ({ key: "", name: "", rollout })))).toBe(100);
});

describe("validateDraft", () => {
  const good: FlagDraft = { ...emptyDraft(), key: "a" };
  const variants = good.variants;
  const cases: [string, Partial<FlagDraft>, Record<string, string>][] = [
    ["good", {}, {}],
    ["no key", { key: " " }, { key: "A flag needs a key; code asks for it." }],
    ["bad key", { key: "New Checkout" }, { key: 'Use letters, digits, "-" and "_".' }],
    [
      "weights",
      { multivariate: true, variants: variants.map((v) => ({ ...v, rollout: 30 })) },
      { "filters.multivariate.variants": "The weights add up to 60 %, not 100 %." },
    ],
    [
      "same variant twice",
      { multivariate: true, variants: variants.map((v) => ({ ...v, key: "x" })) },
      { "filters.multivariate.variants.1.key": '"x" is used twice.' },
    ],
    ["a schema is JSON", { schema: "{}" }, {}],
    ["variants of a boolean flag do not count", { variants: [] }, {}],
    [
      "filter without value",
      {
        conditions: [{ ...good.conditions[0]!, properties: [{ key: "plan", operator: "exact", value: [] }] }],
      },
      { "filters.groups.0.properties.0": "Choose a value, or remove this filter." },
    ],
    [
      "rollout",
      { conditions: [{ ...good.conditions[0]!, rollout: Number.NaN }] },
      { "filters.groups.0.rollout_percentage": "Between 0 and 100." },
    ],
  ];
  it.each(cases)("%s", (_name, change, errors) => {
    expect(validateDraft({ ...good, ...change })).toEqual(errors);
  });
  it("payload must be JSON", () => {
    const errors = validateDraft({ ...good, payloads: { true: "{a:1}" } });
    expect(errors["filters.payloads.true"]).toMatch(/^Not valid JSON/);
    expect(jsonProblem('{"a":1}')).toBeNull();
    expect(jsonProblem(" ")).toBeNull();
  });
});

describe("where errors of the API go", () => {
  const errors = { [attrToPath("filters__groups__0__properties__1__value")]: "Bad." };
  it.each([
    ["filters.groups.0.properties.1", "Bad."],
    ["filters.groups.0", "Bad."],
    ["filters.groups.0.properties.10", undefined],
    ["filters.groups.1", undefined],
  ])("%s", (path, text) => expect(errorWithin(errors, path)).toBe(text));
  it.each([
    ["key", true],
    ["filters.groups.0.rollout_percentage", true],
    ["filters.multivariate.variants", true],
    ["filters.payloads.true", true],
    ["filters", false],
    ["version", false],
  ])("%s has a place: %s", (path, shown) => expect(isShownField(path)).toBe(shown));
});

it("matching groups drops the filters on persons and keeps the rollouts", () => {
  const draft = fromFlag(flag);
  const { filters } = toInput({ ...draft, ...matchedBy(draft, 2) });
  expect(filters.aggregation_group_type_index).toBe(2);
  expect(
    filters.groups.map(({ properties, rollout_percentage }) => [properties, rollout_percentage]),
  ).toEqual([
    [[], 50],
    [[], 100],
  ]);
});

it.each<[string, number | null, number | null, object]>([
  ["persons in a flag of persons", null, null, {}],
  ["a group type in a flag of persons", 1, null, { aggregation_group_type_index: 1 }],
  ["persons in a flag of groups", null, 0, { aggregation_group_type_index: null }],
  ["what the flag matches by", 0, 0, {}],
])("one condition matches by %s", (_name, index, common, rest) => {
  const [first] = fromFlag(flag).conditions;
  const condition = conditionMatchedBy(first!, index, common);
  expect(condition).toMatchObject({ properties: [], rollout: 50 });
  expect(condition.rest).toEqual(rest);
  expect(matchOf(condition, common)).toBe(index);
});
