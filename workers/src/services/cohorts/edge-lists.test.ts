import type { FlagRow } from "@edgewise/db/mysql/repos/flags.ts";
import { describe, expect, test } from "vitest";
import { namedCohorts, withMembers } from "./edge-lists.ts";

const asks = (...ids: number[]) => ({
  groups: [{ properties: ids.map((value) => ({ key: "id", type: "cohort", value })) }],
});
const flag = (over: object): FlagRow =>
  ({
    filters: { groups: [] },
    environments: {},
    deleted: false,
    archived: false,
    ...over,
  }) as unknown as FlagRow;
const inside = (value: number) => ({
  properties: { type: "OR", values: [{ type: "cohort", key: "id", value }] },
});
const cohorts = [
  { id: 1, filters: inside(2) },
  { id: 2, isStatic: true },
  { id: 3, isStatic: true },
];

describe("namedCohorts", () => {
  test.each<[string, FlagRow[], number[]]>([
    ["none", [flag({})], []],
    ["directly and through another one", [flag({ filters: asks(1) })], [1, 2]],
    ["of one environment only", [flag({ environments: { 7: { filters: asks(3) } } })], [3]],
    [
      "not of flags that are gone",
      [flag({ filters: asks(1), deleted: true }), flag({ filters: asks(3), archived: true })],
      [],
    ],
  ])("%s", (_, flags, expected) => {
    expect([...namedCohorts(flags, cohorts)].sort()).toEqual(expected);
  });
});

describe("withMembers", () => {
  const list = (cohortId: number, environmentId: number, ids: string[]) => ({ cohortId, environmentId, ids });
  const members = (flags: FlagRow[], lists: ReturnType<typeof list>[]) =>
    withMembers(cohorts, flags, lists).map((cohort) => cohort.members);

  test("of the cohorts that flags name, by environment", () => {
    const lists = [list(2, 7, ["a"]), list(2, 8, ["b"]), list(3, 7, ["c"])];
    expect(members([flag({ filters: asks(1) })], lists)).toEqual([
      undefined,
      { 7: ["a"], 8: ["b"] },
      undefined,
    ]);
  });

  test("as far as all of them fit", () => {
    const many = Array.from({ length: 60_000 }, (_, index) => `id-${index}`);
    const found = members([flag({ filters: asks(2, 3) })], [list(2, 7, many), list(3, 7, many)]);
    expect(found.map((one) => one && Object.keys(one))).toEqual([undefined, ["7"], undefined]);
  });
});
