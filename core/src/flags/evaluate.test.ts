import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate, type FlagRequest } from "./evaluate.ts";
import { compileAll, dependsOn, makeFlag, person } from "./fixture.ts";
import { AB, MATCH, MISS, type Row, runRow, us } from "./fixture-rows.ts";

const ROWS: readonly Row[] = [
  { name: "no conditions", groups: [], expected: MISS(null) },
  { name: "an empty condition is everyone", groups: [{}], expected: MATCH() },
  {
    name: "inactive",
    flag: { active: false },
    expected: { value: false, code: "flag_disabled", index: null },
  },
  {
    name: "inactive in this environment",
    flag: { environments: { 1: { active: false } } },
    expected: { value: false, code: "flag_disabled", index: null },
  },
  {
    name: "active in this environment only",
    flag: { active: false, environments: { 1: { active: true } } },
    expected: MATCH(),
  },
  {
    name: "all filters must match",
    groups: [{ properties: [us, person("plan", "exact", "pro")] }],
    request: { personProperties: { country: "us", plan: "free" } },
    expected: MISS(),
  },
  {
    name: "an unknown operator never matches",
    groups: [{ properties: [person("x", "like", "y")] }],
    request: { personProperties: { x: "y" } },
    expected: MISS(),
  },
  { name: "the second condition matches", groups: [{ properties: [us] }, {}], expected: MATCH(1) },
  {
    name: "of equal reasons the later is told",
    groups: [{ properties: [us] }, { properties: [us] }],
    expected: MISS(1),
  },
  {
    name: "0 % is nobody",
    groups: [{ rollout_percentage: 0 }],
    expected: { value: false, code: "out_of_rollout_bound", index: 0 },
  },
  {
    name: "early exit stops at a rollout miss",
    groups: [{ rollout_percentage: 0 }, {}],
    filters: { early_exit: true },
    expected: { value: false, code: "out_of_rollout_bound", index: 0 },
  },
  {
    name: "early exit does not stop at a property miss",
    groups: [{ properties: [us] }, {}],
    filters: { early_exit: true },
    expected: MATCH(1),
  },
  {
    name: "a declared variant override",
    groups: [{ variant: "b" }],
    filters: AB,
    expected: { value: "b", code: "condition_match" },
  },
  {
    name: "an unknown variant override falls back to the hash",
    groups: [{ variant: "zzz" }],
    filters: { multivariate: { variants: [{ key: "all", rollout_percentage: 100 }] } },
    expected: { value: "all", code: "condition_match" },
  },
  {
    name: "weights that end early leave no variant",
    filters: {
      multivariate: { variants: [{ key: "none", rollout_percentage: 0 }] },
      payloads: { true: "1" },
    },
    expected: { value: true, code: "condition_match", payload: "1" },
  },
  {
    name: "payload of the variant",
    groups: [{ variant: "a" }],
    filters: { ...AB, payloads: { a: '{"x":1}' } },
    expected: { value: "a", code: "condition_match", payload: '{"x":1}' },
  },
  {
    name: "a payload stored as a value is encoded",
    filters: { payloads: { true: { x: 1 } } },
    expected: { value: true, code: "condition_match", payload: '{"x":1}' },
  },
  {
    name: "encrypted payloads stay at home",
    filters: { payloads: { true: "secret" } },
    flag: { has_encrypted_payloads: true },
    expected: { value: true, code: "condition_match", payload: null },
  },
  // holdouts
  {
    name: "held out",
    filters: { holdout: { id: 4, exclusion_percentage: 100 } },
    expected: { value: "holdout-4", code: "holdout_condition_value", index: null },
  },
  { name: "not held out", filters: { holdout: { id: 4, exclusion_percentage: 0 } }, expected: MATCH() },
  // early access
  {
    name: "enrolled",
    groups: [],
    filters: { feature_enrollment: true, payloads: { true: "7" } },
    request: { personProperties: { "$feature_enrollment/flag": true } },
    expected: { value: true, code: "super_condition_value", index: 0, payload: "7" },
  },
  {
    name: "enrolled as text",
    groups: [],
    filters: { feature_enrollment: true },
    request: { personProperties: { "$feature_enrollment/flag": "true" } },
    expected: { value: true, code: "super_condition_value", index: 0 },
  },
  {
    name: "opted out stops even if a condition would match",
    filters: { feature_enrollment: true },
    request: { personProperties: { "$feature_enrollment/flag": false } },
    expected: { value: false, code: "super_condition_value", index: 0 },
  },
  { name: "no choice yet", filters: { feature_enrollment: true }, expected: MATCH() },
  {
    name: "legacy super condition matches",
    groups: [],
    filters: { super_groups: [{ properties: [person("optin", "exact", "true")], rollout_percentage: 100 }] },
    request: { personProperties: { optin: true } },
    expected: { value: true, code: "super_condition_value", index: 0 },
  },
  {
    name: "legacy super condition misses and stops",
    filters: { super_groups: [{ properties: [person("optin", "exact", "true")] }] },
    request: { personProperties: { optin: false } },
    expected: { value: false, code: "super_condition_value", index: 0 },
  },
  {
    name: "legacy super condition without the property",
    filters: { super_groups: [{ properties: [person("optin", "exact", "true")] }] },
    expected: MATCH(),
  },
  // groups
  {
    name: "group flag with a key",
    filters: { aggregation_group_type_index: 0 },
    request: { groups: { company: "acme" } },
    expected: MATCH(),
  },
  {
    name: "group flag with a number as key",
    filters: { aggregation_group_type_index: 0 },
    request: { groups: { company: 42 } },
    expected: MATCH(),
  },
  {
    name: "group flag without a key",
    filters: { aggregation_group_type_index: 0 },
    request: { groups: { company: "" } },
    expected: { value: false, code: "no_group_type", index: 0 },
  },
  {
    name: "group flag of a type nobody knows",
    filters: { aggregation_group_type_index: 3 },
    request: { groups: { company: "acme" } },
    expected: { value: false, code: "no_group_type", index: 0 },
  },
  {
    name: "group property",
    groups: [
      { properties: [{ key: "tier", type: "group", operator: "exact", value: "gold", group_type_index: 0 }] },
    ],
    filters: { aggregation_group_type_index: 0 },
    request: { groups: { company: "acme" }, groupProperties: { company: { tier: "Gold" } } },
    expected: MATCH(),
  },
  {
    name: "stored group property below the request's",
    groups: [
      { properties: [{ key: "tier", type: "group", operator: "exact", value: "gold", group_type_index: 0 }] },
    ],
    filters: { aggregation_group_type_index: 0 },
    request: { groups: { company: "acme" }, groupProperties: { company: { tier: "tin" } } },
    stored: { groupProperties: { 0: { tier: "gold" } } },
    expected: MISS(),
  },
  {
    name: "mixed: a person condition in a group flag",
    groups: [{}, { aggregation_group_type_index: null }],
    filters: { aggregation_group_type_index: 0 },
    expected: MATCH(1),
  },
  {
    name: "mixed: a group condition in a person flag",
    groups: [{ aggregation_group_type_index: 1 }],
    request: { groups: { team: "red" } },
    expected: MATCH(),
  },
  // devices
  {
    name: "by device",
    flag: { bucketing_identifier: "device_id" },
    request: { deviceId: "d" },
    expected: MATCH(),
  },
  {
    name: "by device without one",
    flag: { bucketing_identifier: "device_id" },
    expected: { value: false, code: "out_of_rollout_bound", index: 0 },
  },
  // stored properties
  {
    name: "a stored property",
    groups: [{ properties: [us] }],
    stored: { personProperties: { country: "US" } },
    expected: MATCH(),
  },
  {
    name: "the request's property wins",
    groups: [{ properties: [us] }],
    request: { personProperties: { country: "DE" } },
    stored: { personProperties: { country: "US" } },
    expected: MISS(),
  },
  {
    name: "undecided while stored properties can't be read",
    groups: [{ properties: [us] }],
    options: { isPartial: true },
    expected: { ...MISS(), failed: true },
  },
  {
    name: "decided by the request all the same",
    groups: [{ properties: [us] }],
    request: { personProperties: { country: "US" } },
    options: { isPartial: true },
    expected: MATCH(),
  },
  {
    name: "decided by a later condition all the same",
    groups: [{ properties: [us] }, {}],
    options: { isPartial: true },
    expected: MATCH(1),
  },
  // continuity
  {
    name: "an empty distinct ID is in every rollout",
    groups: [{ rollout_percentage: 0 }],
    request: { distinctId: "" },
    expected: MATCH(),
  },
];

describe("evaluate", () => {
  it.each(ROWS)("$name", (row) => expect(runRow(row)).toEqual({ failed: false, ...row.expected }));

  it("answers active flags only, in the order of the definitions", () => {
    const compiled = compileAll([
      makeFlag("c"),
      makeFlag("a", [{}], {}, { active: false }),
      makeFlag("b", []),
    ]);
    expect(evaluate(compiled, { distinctId: "u" }, { now: 0 }).map(({ key }) => key)).toEqual(["c", "b"]);
  });

  it("counts hidden flags as off", () => {
    const compiled = compileAll([makeFlag("base"), makeFlag("flag", [{ properties: [dependsOn("base")] }])]);
    const [result] = evaluate(compiled, { distinctId: "u" }, { now: 0, only: [1], hidden: new Set([0]) });
    expect(result!.enabled).toBe(false);
  });

  it("gives the same object for the same outcome", () => {
    const compiled = compileAll([makeFlag("flag", [{ rollout_percentage: 50 }])]);
    const results = Array.from(
      { length: 50 },
      (_, i) => evaluate(compiled, { distinctId: `u${i}` }, { now: 0 })[0],
    );
    expect(new Set(results).size).toBe(2);
  });

  it("says when group conditions were left out", () => {
    const groups = [{ aggregation_group_type_index: 0 }, { properties: [us] }];
    const [result] = evaluate(compileAll([makeFlag("flag", groups)]), { distinctId: "u" }, { now: 0 });
    expect(result!.reason.description).toContain("no group type was provided");
  });

  it("remembers nothing from one request to the next", () => {
    const compiled = compileAll([
      makeFlag("a", [{ properties: [us] }]),
      makeFlag("b", [{ properties: [us] }]),
    ]);
    const ask = (country: string) =>
      evaluate(compiled, { distinctId: "u", personProperties: { country } }, { now: 0 }).map(
        ({ enabled }) => enabled,
      );
    expect([ask("US"), ask("DE"), ask("US")]).toEqual([
      [true, true],
      [false, false],
      [true, true],
    ]);
  });
});

describe("experience continuity", () => {
  const compiled = compileAll([
    makeFlag("flag", [{ rollout_percentage: 50 }], {}, { ensure_experience_continuity: true }),
    makeFlag("plain", [{ rollout_percentage: 50 }]),
  ]);
  const enabled = (request: FlagRequest, overrides?: Record<string, string>) => {
    const stored = overrides && { personProperties: {}, groupProperties: {}, overrides };
    return evaluate(compiled, request, { now: 0 }, stored).map((result) => result.enabled);
  };

  it("buckets by the stored key, else the anonymous ID, else the distinct ID", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.string({ minLength: 1 }),
        fc.string({ minLength: 1 }),
        (id, anon, key) => {
          const as = (distinctId: string) => enabled({ distinctId })[0];
          expect(enabled({ distinctId: id, anonDistinctId: anon })[0]).toBe(as(anon));
          expect(enabled({ distinctId: id, anonDistinctId: anon }, { flag: key })[0]).toBe(as(key));
          expect(enabled({ distinctId: id }, {})[0]).toBe(as(id));
          expect(enabled({ distinctId: id, anonDistinctId: anon })[1]).toBe(enabled({ distinctId: id })[1]);
        },
      ),
    );
  });
});

describe("invariants", () => {
  it("a larger rollout never switches anyone off", () => {
    const percentage = fc.nat({ max: 100 });
    fc.assert(
      fc.property(fc.string(), percentage, percentage, (distinctId, a, b) => {
        const at = (rollout_percentage: number) =>
          evaluate(compileAll([makeFlag("flag", [{ rollout_percentage }])]), { distinctId }, { now: 0 })[0]!
            .enabled;
        if (at(Math.min(a, b))) expect(at(Math.max(a, b))).toBe(true);
      }),
    );
  });

  it("never throws, whatever properties and filters hold", () => {
    const filter = fc.record({
      key: fc.string(),
      operator: fc.string(),
      value: fc.jsonValue(),
      type: fc.constantFrom("person", "group", "cohort", "flag", "odd"),
    });
    const properties = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(filter, properties, (one, personProperties) => {
        const flags = compileAll([makeFlag("flag", [{ properties: [one as never] }])]);
        expect(
          evaluate(flags, { distinctId: "u", personProperties: personProperties as never }, { now: 0 }),
        ).toHaveLength(1);
      }),
    );
  });
});
