import { describe, expect, it } from "vitest";
import { flagDefinitions, isDownloadable } from "./definitions.ts";
import { dependsOn, inCohort, makeCohort, makeFlag, makeSnapshot, person } from "./fixture.ts";
import type { EnvironmentSettings } from "./snapshot.ts";
import type { FlagDefinition } from "./types.ts";

function define(flags: readonly FlagDefinition[], settings: EnvironmentSettings = {}) {
  const behavioural = makeCohort(3, { type: "OR", values: [{ type: "behavioral", key: "$pageview" }] });
  const snapshot = makeSnapshot(flags, {
    cohorts: [
      makeCohort(1, { type: "AND", values: [{ ...dependsOn("a") }] }),
      { id: 2, isStatic: true },
      behavioural,
      makeCohort(4, { properties: { type: "OR", values: [{ ...person("plan", "exact", "pro") }] } }),
    ],
  });
  return flagDefinitions(snapshot, { ...snapshot.environments[0]!, settings });
}

interface Filter {
  readonly key: string;
  readonly dependency_chain?: readonly string[];
}

function chainOf(flags: readonly FlagDefinition[], key: string): Filter {
  const flag = define(flags).flags.find((one) => one.key === key)!;
  const { groups } = flag.filters as unknown as { groups: { properties: Filter[] }[] };
  return groups[0]!.properties[0]!;
}

describe("flagDefinitions", () => {
  it("tells inactive flags, not deleted or remote configuration ones", () => {
    const flags = [
      makeFlag("on"),
      makeFlag("off", [], {}, { active: false }),
      makeFlag("off-here", [], {}, { environments: { 1: { active: false } } }),
      makeFlag("gone", [], {}, { deleted: true }),
      makeFlag("config", [], {}, { is_remote_configuration: true }),
    ];
    expect(define(flags).flags.map(({ key, active }) => [key, active])).toEqual([
      ["on", true],
      ["off", false],
      ["off-here", false],
    ]);
  });

  it("has every field SDKs read", () => {
    const payloads = { true: { size: 3 }, b: '"text"' };
    const flag = makeFlag("x", [{}], { payloads, early_exit: true }, { bucketing_identifier: "device_id" });
    expect(define([flag]).flags[0]).toEqual({
      id: flag.id,
      name: "x",
      key: "x",
      active: true,
      deleted: false,
      version: 1,
      filters: { groups: [{}], payloads: { true: '{"size":3}', b: '"text"' }, early_exit: true },
      ensure_experience_continuity: false,
      bucketing_identifier: "device_id",
      evaluation_runtime: "all",
      evaluation_contexts: [],
      evaluation_tags: [],
      has_experiment: false,
    });
  });

  it("keeps encrypted payloads back", () => {
    const flag = makeFlag("x", [{}], { payloads: { true: "secret" } }, { has_encrypted_payloads: true });
    expect(define([flag]).flags[0]!.filters).toMatchObject({ payloads: {} });
  });

  const chain = [
    makeFlag("a"),
    makeFlag("b", [{ properties: [dependsOn(String(makeFlag("a").id))] }]),
    makeFlag("c", [{ properties: [dependsOn("b", "variant")] }]),
    makeFlag("lost", [{ properties: [dependsOn("gone")] }]),
    makeFlag("x", [{ properties: [dependsOn("y")] }]),
    makeFlag("y", [{ properties: [dependsOn("x")] }]),
  ];
  it.each([
    ["b", "a", ["a"]],
    ["c", "b", ["a", "b"]],
    ["lost", "gone", []],
    ["x", "y", []],
  ])("%s depends on %s through %j", (key, target, through) => {
    expect(chainOf(chain, key)).toMatchObject({ key: target, dependency_chain: through });
  });

  it("has the cohorts that can be evaluated anywhere, with chains too", () => {
    const { cohorts, group_type_mapping } = define(chain);
    expect(cohorts).toEqual({
      1: { type: "AND", values: [{ ...dependsOn("a"), dependency_chain: ["a"] }] },
      4: { type: "OR", values: [{ ...person("plan", "exact", "pro") }] },
    });
    expect(group_type_mapping).toEqual({ 0: "company", 1: "team" });
  });

  it("says when flag events may be minimal", () => {
    expect(define([])).not.toHaveProperty("minimal_flag_called_events");
    expect(define([], { minimalFlagCalledEvents: true }).minimal_flag_called_events).toBe(true);
  });
});

describe("isDownloadable", () => {
  it.each([
    [{ id: 1, isStatic: true }, false],
    [{ id: 1 }, false],
    [{ id: 1, filters: {} }, true],
    [makeCohort(1, { type: "AND", values: [{ ...person("a", "exact", 1) }, { ...inCohort(2) }] }), true],
    [
      makeCohort(1, { type: "OR", values: [{ type: "AND", values: [{ type: "behavioral", key: "x" }] }] }),
      false,
    ],
  ])("%j: %s", (cohort, expected) => expect(isDownloadable(cohort)).toBe(expected));
});
