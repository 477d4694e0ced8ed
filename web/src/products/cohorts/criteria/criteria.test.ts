import { BEHAVIOUR_KINDS, type BehaviourKind } from "@edgewise/core/cohorts/behaviour/kinds.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BEHAVIOURS, NEW_BEHAVIOUR, withKind } from "./behaviours.ts";
import { describeGroup } from "./describe.ts";
import { placeOf, problemOf, replaceAt } from "./tree.ts";
import type { BehaviourLeaf, Group, Leaf, PersonLeaf } from "./types.ts";

const plan: PersonLeaf = { type: "person", key: "plan", operator: "exact", value: ["team"] };
const inCohort: Leaf = { type: "cohort", key: "id", value: 3 };
const paid: BehaviourLeaf = { ...NEW_BEHAVIOUR, key: "paid" };
const known = { cohorts: new Set([3]), actions: new Set([9]) };
const names = { cohorts: new Map([[3, "Friends"]]), actions: new Map([[9, "Bought"]]) };
const KINDS = Object.keys(BEHAVIOUR_KINDS) as BehaviourKind[];
const all = (...values: Group["values"]): Group => ({ type: "AND", values });

it("offers every behaviour there is", () => {
  expect(BEHAVIOURS.map(({ kind }) => kind).sort()).toEqual([...KINDS].sort());
});

describe.each(KINDS)("%s", (kind) => {
  const leaf = {
    ...withKind(paid, kind),
    ...(kind === "performed_event_sequence" ? { seq_event: "left" } : {}),
  };
  it("has every field that the API asks for", () => expect(problemOf(all(leaf), known)).toBeNull());
  it("reads as a sentence without holes", () => {
    expect(describeGroup(all(leaf), names)).not.toMatch(/undefined|null|\?|…/);
  });
  it("can be reached from every other kind", () => {
    for (const other of KINDS) {
      const back = withKind(withKind(leaf, other), kind);
      expect(problemOf(all({ ...back, seq_event: "left" }), known)).toBeNull();
    }
  });
});

describe("problemOf", () => {
  it.each<[string, Group, string | null]>([
    ["nothing", all(), "filters__properties"],
    ["a whole condition", all(plan), null],
    ["a cohort that is not there", all({ ...inCohort, value: 4 }), "filters__properties__values__0__value"],
    ["an event that is not chosen", all(plan, NEW_BEHAVIOUR), "filters__properties__values__1__key"],
    ["an action", all({ ...paid, event_type: "actions", key: 9 }), null],
    [
      "within groups",
      all(plan, { type: "OR", values: [inCohort, { ...paid, time_value: 0 }] }),
      "filters__properties__values__1__values__1__time_value",
    ],
  ])("%s", (_, tree, attr) => expect(problemOf(tree, known)?.attr ?? null).toBe(attr));
});

it.each([
  ["filters__properties", { path: [], field: "" }],
  ["filters__properties__values__1__values__0__time_value", { path: [1, 0], field: "time_value" }],
  ["filters__properties__values__2__event_filters__0__key", { path: [2], field: "event_filters__0__key" }],
  ["name", null],
])("placeOf(%s)", (attr, expected) => expect(placeOf(attr)).toEqual(expected));

describe("replaceAt", () => {
  const tree = all(plan, { type: "OR", values: [inCohort] });
  it.each<[string, number[], Leaf | null, Group]>([
    ["a leaf", [0], inCohort, all(inCohort, { type: "OR", values: [inCohort] })],
    ["a leaf of a group", [1, 0], paid, all(plan, { type: "OR", values: [paid] })],
    ["the last leaf of a group takes the group with it", [1, 0], null, all(plan)],
    ["a whole group", [1], null, all(plan)],
    ["what is not there changes nothing", [7], null, tree],
  ])("%s", (_, path, node, expected) => expect(replaceAt(tree, path, node)).toEqual(expected));

  it("never leaves an empty group inside", () => {
    const node: fc.Memo<Group> = fc.memo((depth) =>
      fc.record({
        type: fc.constantFrom("AND" as const, "OR" as const),
        values: fc.array(depth > 1 ? fc.oneof(fc.constant<Leaf>(plan), node()) : fc.constant<Leaf>(plan), {
          minLength: 1,
          maxLength: 3,
        }),
      }),
    );
    const empty = (group: Group): boolean =>
      group.values.some((value) => "values" in value && (value.values.length === 0 || empty(value)));
    fc.assert(
      fc.property(node(3), fc.array(fc.nat(2), { minLength: 1, maxLength: 3 }), (group, path) => {
        expect(empty(replaceAt(group, path, null))).toBe(false);
      }),
    );
  });
});

it.each<[Group, string]>([
  [all(plan, inCohort), "plan is team and in Friends"],
  [
    { type: "OR", values: [plan, all(inCohort, paid)] },
    "plan is team or (in Friends and did paid in the last 30 days)",
  ],
  [all({ ...plan, negation: true }), "not plan is team"],
  [all({ ...paid, event_type: "actions", key: 9, negation: true }), "not did Bought in the last 30 days"],
  [
    all({ ...withKind(paid, "performed_event_multiple"), operator_value: 5 }),
    "did paid at least 5 times in the last 30 days",
  ],
  [
    all({ ...withKind(paid, "stopped_performing_event") }),
    "stopped doing paid in the last 30 days but not in the last 7 days",
  ],
  [all({ ...paid, explicit_datetime: "-3m", time_value: null }), "did paid since -3m"],
])("says conditions in words %#", (group, expected) => expect(describeGroup(group, names)).toBe(expected));
