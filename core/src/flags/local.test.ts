import { describe, expect, it } from "vitest";
import { evaluate, type FlagRequest } from "./evaluate.ts";
import { compileAll, dependsOn, inCohort, makeFlag, person } from "./fixture.ts";
import { flagValue } from "./result.ts";
import type { FlagCondition, FlagDefinition, FlagFilters } from "./types.ts";

interface Row {
  readonly name: string;
  readonly groups?: readonly FlagCondition[];
  readonly filters?: Partial<FlagFilters>;
  readonly flag?: Partial<FlagDefinition>;
  readonly request?: Partial<FlagRequest>;
  readonly expected: boolean | string | "inconclusive";
}

const us = person("country", "exact", "US");
const chained = { ...dependsOn("base"), dependency_chain: ["base"] };

/** What SDKs decide without a server. */
const ROWS: readonly Row[] = [
  { name: "a missing property", groups: [{ properties: [us] }], expected: "inconclusive" },
  {
    name: "a missing property, then a condition that matches",
    groups: [{ properties: [us] }, {}],
    expected: true,
  },
  {
    name: "a missing property beside one that misses",
    groups: [{ properties: [us, person("a", "exact", 1)] }],
    request: { personProperties: { a: 2 } },
    expected: false,
  },
  {
    name: "is_not_set of a missing property",
    groups: [{ properties: [person("a", "is_not_set")] }],
    expected: "inconclusive",
  },
  {
    name: "an operator SDKs do not know",
    groups: [{ properties: [person("a", "between", [1, 2])] }],
    request: { personProperties: { a: 1 } },
    expected: "inconclusive",
  },
  {
    name: "an unknown operator",
    groups: [{ properties: [person("a", "like", 1)] }],
    request: { personProperties: { a: 1 } },
    expected: "inconclusive",
  },
  { name: "experience continuity", flag: { ensure_experience_continuity: true }, expected: "inconclusive" },
  { name: "inactive", flag: { active: false }, expected: false },
  {
    name: "an unknown cohort ends it, whatever follows",
    groups: [{ properties: [inCohort(9)] }, {}],
    expected: "inconclusive",
  },
  {
    name: "early exit after an undecided condition",
    groups: [{ properties: [us] }, { rollout_percentage: 0 }],
    filters: { early_exit: true },
    expected: "inconclusive",
  },
  { name: "by device without one", flag: { bucketing_identifier: "device_id" }, expected: "inconclusive" },
  { name: "a group flag without its group", filters: { aggregation_group_type_index: 0 }, expected: false },
  {
    name: "a group flag of an unknown type",
    filters: { aggregation_group_type_index: 4 },
    expected: "inconclusive",
  },
  {
    name: "a mixed condition without group properties",
    groups: [{ aggregation_group_type_index: 0 }],
    request: { groups: { company: "acme" } },
    expected: "inconclusive",
  },
  {
    name: "a mixed condition with group properties",
    groups: [{ aggregation_group_type_index: 0 }],
    request: { groups: { company: "acme" }, groupProperties: { company: {} } },
    expected: true,
  },
  { name: "a dependency with its chain", groups: [{ properties: [chained] }], expected: true },
  {
    name: "a dependency without a chain",
    groups: [{ properties: [dependsOn("base")] }],
    expected: "inconclusive",
  },
  {
    name: "a dependency with an empty chain",
    groups: [{ properties: [{ ...chained, dependency_chain: [] }] }],
    expected: "inconclusive",
  },
  {
    name: "a chain with an unknown flag",
    groups: [{ properties: [{ ...chained, dependency_chain: ["gone", "base"] }] }],
    expected: "inconclusive",
  },
  {
    name: "early access is the server's",
    filters: { feature_enrollment: true },
    request: { personProperties: { "$feature_enrollment/flag": false } },
    expected: true,
  },
];

describe("local evaluation", () => {
  it.each(ROWS)("$name: $expected", ({ groups, filters, flag, request, expected }) => {
    const flags = [makeFlag("flag", groups, filters, flag), makeFlag("base")];
    const compiled = compileAll(flags, {}, { dialect: "local" });
    const [result] = evaluate(
      compiled,
      { distinctId: "u", personProperties: {}, ...request },
      { now: 0, only: [0] },
    );
    expect(result!.failed ? "inconclusive" : flagValue(result!)).toBe(expected);
  });
});
