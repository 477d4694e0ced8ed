import { describe, expect, it } from "vitest";
import { dependsOn, inCohort, makeFlag } from "./fixture.ts";
import { AB, type Expected, MATCH, MISS, type Row, runRow, us } from "./fixture-rows.ts";

const UNDECIDED: Expected = { ...MISS(), failed: true };
const BROKEN: Expected = { value: false, code: "missing_dependency", index: null };
const american = { personProperties: { country: "US" } };
const member = [{ properties: [inCohort(1)] }];

const COHORTS: readonly Row[] = [
  {
    name: "in a cohort",
    groups: member,
    cohorts: [[1, { type: "OR", values: [{ type: "AND", values: [us] }] }]],
    request: american,
    expected: MATCH(),
  },
  {
    name: "not in a cohort",
    groups: [{ properties: [inCohort(1, "not_in")] }],
    cohorts: [[1, { type: "AND", values: [us] }]],
    expected: MATCH(),
  },
  { name: "everyone is in {}", groups: member, cohorts: [[1, {}]], expected: MATCH() },
  {
    name: "nobody is in an empty OR",
    groups: member,
    cohorts: [[1, { type: "OR", values: [] }]],
    expected: MISS(),
  },
  {
    name: "everyone is in an empty AND",
    groups: member,
    cohorts: [[1, { type: "AND", values: [] }]],
    expected: MATCH(),
  },
  {
    name: "a tree under properties",
    groups: member,
    cohorts: [[1, { properties: { type: "AND", values: [us] } }]],
    request: american,
    expected: MATCH(),
  },
  {
    name: "a negated filter of a cohort",
    groups: member,
    cohorts: [[1, { type: "AND", values: [{ ...us, negation: true }] }]],
    expected: MATCH(),
  },
  {
    name: "a cohort of cohorts",
    groups: [{ properties: [inCohort(2)] }],
    cohorts: [
      [1, { type: "AND", values: [us] }],
      [2, { type: "OR", values: [inCohort(1)] }],
    ],
    request: american,
    expected: MATCH(),
  },
  {
    name: "a cohort within itself is undecided",
    groups: member,
    cohorts: [[1, { type: "AND", values: [inCohort(1)] }]],
    expected: UNDECIDED,
  },
  { name: "an unknown cohort is undecided", groups: [{ properties: [inCohort(9)] }], expected: UNDECIDED },
  {
    name: "a behavioural cohort is undecided",
    groups: member,
    cohorts: [[1, { type: "AND", values: [{ key: "$pageview", type: "behavioral" }] }]],
    expected: UNDECIDED,
  },
  {
    name: "an OR that is decided beside a behavioural part",
    groups: member,
    cohorts: [[1, { type: "OR", values: [{ key: "$pageview", type: "behavioral" }, us] }]],
    request: american,
    expected: MATCH(),
  },
  {
    name: "a tree of an unknown kind is undecided",
    groups: member,
    cohorts: [[1, { type: "XOR", values: [us] }]],
    expected: UNDECIDED,
  },
  {
    name: "an unknown cohort beside a property that misses",
    groups: [{ properties: [inCohort(9), us] }],
    expected: MISS(),
  },
  {
    name: "a flag inside a cohort",
    groups: member,
    cohorts: [[1, { type: "AND", values: [dependsOn("base")] }]],
    others: [makeFlag("base")],
    expected: MATCH(),
  },
];

const base = [{ properties: [dependsOn("base")] }];
const split = [makeFlag("base", [{ variant: "b" }], AB)];

const DEPENDENCIES: readonly Row[] = [
  { name: "a flag that is on", groups: base, others: [makeFlag("base")], expected: MATCH() },
  {
    name: "by id",
    groups: [{ properties: [dependsOn(String(makeFlag("base").id))] }],
    others: [makeFlag("base")],
    expected: MATCH(),
  },
  {
    name: "wants it off",
    groups: [{ properties: [dependsOn("base", false)] }],
    others: [makeFlag("base", [])],
    expected: MATCH(),
  },
  {
    name: "wants it off, but it is on",
    groups: [{ properties: [dependsOn("base", false)] }],
    others: [makeFlag("base")],
    expected: MISS(),
  },
  {
    name: "wants a variant",
    groups: [{ properties: [dependsOn("base", "b")] }],
    others: split,
    expected: MATCH(),
  },
  { name: "any variant is on", groups: base, others: split, expected: MATCH() },
  {
    name: "variants are case-sensitive",
    groups: [{ properties: [dependsOn("base", "B")] }],
    others: split,
    expected: MISS(),
  },
  {
    name: "an inactive flag is off",
    groups: [{ properties: [dependsOn("base", false)] }],
    others: [makeFlag("base", [{}], {}, { active: false })],
    expected: MATCH(),
  },
  {
    name: "a value of another type never matches",
    groups: [{ properties: [dependsOn("base", null)] }],
    others: [makeFlag("base")],
    expected: MISS(),
  },
  {
    name: "another operator never matches",
    groups: [{ properties: [{ ...dependsOn("base"), operator: "exact" }] }],
    others: [makeFlag("base")],
    expected: MISS(),
  },
  { name: "nothing there is", groups: [{ properties: [dependsOn("gone")] }, {}], expected: BROKEN },
  {
    name: "a deleted flag",
    groups: base,
    others: [makeFlag("base", [{}], {}, { deleted: true })],
    expected: BROKEN,
  },
  { name: "itself", groups: [{ properties: [dependsOn("flag")] }], expected: BROKEN },
  {
    name: "a circle",
    groups: base,
    others: [makeFlag("base", [{ properties: [dependsOn("y")] }]), makeFlag("y", base)],
    expected: BROKEN,
  },
  {
    name: "nothing, two flags away",
    groups: base,
    others: [makeFlag("base", [{ properties: [dependsOn("gone")] }])],
    expected: BROKEN,
  },
  {
    name: "a flag that failed",
    groups: base,
    others: [makeFlag("base", [{ properties: [inCohort(9)] }])],
    expected: UNDECIDED,
  },
];

describe("cohorts", () => {
  it.each(COHORTS)("$name", (row) => expect(runRow(row)).toEqual({ failed: false, ...row.expected }));
});

describe("a flag that depends on", () => {
  it.each(DEPENDENCIES)("$name", (row) => expect(runRow(row)).toEqual({ failed: false, ...row.expected }));
});
