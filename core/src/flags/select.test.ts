import { describe, expect, it } from "vitest";
import type { FlagRequest } from "./evaluate.ts";
import { compileAll, dependsOn, inCohort, makeCohort, makeFlag, person } from "./fixture.ts";
import { findStoredNeeds, type SelectOptions, selectFlags } from "./select.ts";

const all = { runtime: "all", contexts: [] } as const;

const compiled = compileAll([
  makeFlag("both", [{}], {}, { evaluation_runtime: "all" }),
  makeFlag("client", [{}], {}, { evaluation_runtime: "client" }),
  makeFlag("server", [{}], {}, { evaluation_runtime: "server" }),
  makeFlag("shop", [{}], {}, { evaluation_contexts: ["shop", "checkout"] }),
  makeFlag("survey-targeting-x"),
  makeFlag("off", [{}], {}, { active: false }),
]);

describe("selectFlags", () => {
  it.each<[string, Partial<SelectOptions>, string[]]>([
    ["all", {}, ["both", "client", "server", "shop", "survey-targeting-x"]],
    ["a browser", { runtime: "client" }, ["both", "client", "shop", "survey-targeting-x"]],
    ["a server", { runtime: "server" }, ["both", "server", "shop", "survey-targeting-x"]],
    ["who knows", { runtime: "unknown" }, ["both", "shop", "survey-targeting-x"]],
    [
      "a context of the flag",
      { contexts: ["checkout"] },
      ["both", "client", "server", "shop", "survey-targeting-x"],
    ],
    ["another context", { contexts: ["blog"] }, ["both", "client", "server", "survey-targeting-x"]],
    ["surveys", { surveysOnly: true }, ["survey-targeting-x"]],
    ["keys", { keys: ["client", "off", "nothing"] }, ["client"]],
    ["no keys", { keys: [] }, []],
  ])("%s", (_name, options, keys) => {
    const { only } = selectFlags(compiled, { ...all, ...options });
    expect(only.map((index) => compiled.flags[index]!.definition.key)).toEqual(keys);
  });

  it("is kept for callers of the same kind", () => {
    expect(selectFlags(compiled, { ...all })).toBe(selectFlags(compiled, { ...all }));
    expect(selectFlags(compiled, { ...all, runtime: "client" })).not.toBe(selectFlags(compiled, { ...all }));
  });
});

describe("findStoredNeeds", () => {
  const needy = compileAll(
    [
      makeFlag("person", [{ properties: [person("plan", "exact", "pro"), inCohort(1)] }]),
      makeFlag(
        "group",
        [{ properties: [{ key: "tier", type: "group", group_type_index: 0, operator: "exact", value: 1 }] }],
        {
          aggregation_group_type_index: 0,
        },
      ),
      makeFlag("sticky", [{ rollout_percentage: 50 }], {}, { ensure_experience_continuity: true }),
      makeFlag("sticky-for-all", [{}], {}, { ensure_experience_continuity: true }),
      makeFlag("simple", [{ rollout_percentage: 10 }]),
      makeFlag("above", [{ properties: [dependsOn("person")] }]),
      makeFlag("beta", [], { feature_enrollment: true }),
      makeFlag("geo", [{ properties: [person("$geoip_country_code", "exact", "DE")] }]),
    ],
    { cohorts: [makeCohort(1, { type: "AND", values: [{ ...person("age", "gt", 18) }] })] },
  );
  const needs = (keys: string[], request: Partial<FlagRequest> = {}) => {
    const selection = selectFlags(needy, { ...all, keys });
    return findStoredNeeds(needy, selection, { distinctId: "u", ...request });
  };

  it.each<[string, string[], Partial<FlagRequest>, ReturnType<typeof findStoredNeeds>]>([
    ["nothing for plain rollouts", ["simple", "sticky-for-all"], {}, null],
    ["the person", ["person"], {}, { person: true, groups: {}, overrides: [] }],
    ["the person for a dependency", ["above"], {}, { person: true, groups: {}, overrides: [] }],
    ["the person's choice", ["beta"], {}, { person: true, groups: {}, overrides: [] }],
    [
      "the person for a part of its properties",
      ["person"],
      { personProperties: { plan: "x" } },
      { person: true, groups: {}, overrides: [] },
    ],
    ["nothing when the request has them all", ["person"], { personProperties: { plan: "x", age: 3 } }, null],
    ["nothing about nobody", ["person", "sticky"], { distinctId: "" }, null],
    [
      "the group",
      ["group"],
      { groups: { company: 7 } },
      { person: false, groups: { 0: "7" }, overrides: [] },
    ],
    ["no group when none is given", ["group"], {}, null],
    [
      "no group when the request has its properties",
      ["group"],
      { groups: { company: "x" }, groupProperties: { company: { tier: 1 } } },
      null,
    ],
    ["the stored hash keys", ["sticky"], {}, { person: false, groups: {}, overrides: ["sticky"] }],
  ])("%s", (_name, keys, request, expected) => expect(needs(keys, request)).toEqual(expected));

  it("knows when the caller's location matters", () => {
    expect(selectFlags(needy, { ...all, keys: ["geo"] }).usesGeo).toBe(true);
    expect(selectFlags(needy, { ...all, keys: ["person"] }).usesGeo).toBe(false);
  });
});
