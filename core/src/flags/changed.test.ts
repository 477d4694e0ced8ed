import { expect, it } from "vitest";
import { changedFlags } from "./changed.ts";
import { makeFlag } from "./fixture.ts";
import type { ProjectSnapshot } from "./snapshot.ts";

const [a, b] = [makeFlag("a", [{}]), makeFlag("b", [{}])];
const base: ProjectSnapshot = {
  version: 1,
  projectId: 1,
  organizationId: "",
  timezone: "UTC",
  environments: [],
  flags: [a, b],
  cohorts: [],
  groupTypes: {},
};
const own = { ...a, environments: { 2: { active: false } } };

it.each<[string, Partial<ProjectSnapshot>, number, string[] | null]>([
  ["nothing", {}, 1, []],
  ["a new version of the same", { flags: [{ ...a, version: 9, name: "Other" }, b] }, 1, []],
  ["a switch", { flags: [{ ...a, active: false }, b] }, 1, ["a"]],
  ["another environment's switch", { flags: [own, b] }, 1, []],
  ["this environment's switch", { flags: [own, b] }, 2, ["a"]],
  ["a new one and a removed one", { flags: [a, makeFlag("c", [])] }, 1, ["b", "c"]],
  ["a deleted one", { flags: [a, { ...b, deleted: true }] }, 1, ["b"]],
  ["cohorts", { cohorts: [{ id: 1 }] }, 1, null],
  ["the zone", { timezone: "Asia/Tokyo" }, 1, null],
])("%s", (_name, change, environmentId, expected) => {
  expect(changedFlags(base, { ...base, ...change }, environmentId)).toEqual(expected);
});

it("anything may differ from nothing", () => expect(changedFlags(null, base, 1)).toBeNull());
