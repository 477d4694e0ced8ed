import type { JsonObject, JsonValue } from "../events/types.ts";
import { type CompiledFlags, type CompileOptions, compileFlags } from "./compile.ts";
import type { ProjectSnapshot } from "./snapshot.ts";
import type { CohortDefinition, FlagCondition, FlagDefinition, FlagFilters } from "./types.ts";

/** For tests: a flag that is on for everyone unless told otherwise. The id follows from the key. */
export function makeFlag(
  key: string,
  groups: readonly FlagCondition[] = [{}],
  filters: Partial<FlagFilters> = {},
  more: Partial<FlagDefinition> = {},
): FlagDefinition {
  const id = [...key].reduce((sum, character) => sum * 31 + character.charCodeAt(0), 7) % 1_000_000;
  return { id, key, name: key, active: true, version: 1, ...more, filters: { groups, ...filters } };
}

/** A filter that also stands in a cohort's JSON. */
type Filter = { key: string; type: string; operator: string; value: JsonValue };

export function person(key: string, operator: string, value: JsonValue = null): Filter {
  return { key, type: "person", operator, value };
}

export function inCohort(id: number, operator = "in"): Filter {
  return { key: "id", type: "cohort", value: id, operator };
}

export function dependsOn(key: string, value: JsonValue = true): Filter {
  return { key, type: "flag", operator: "flag_evaluates_to", value };
}

export function makeCohort(id: number, filters: JsonObject): CohortDefinition {
  return { id, filters };
}

export function makeSnapshot(
  flags: readonly FlagDefinition[],
  more: Partial<ProjectSnapshot> = {},
): ProjectSnapshot {
  return {
    version: 1,
    projectId: 1,
    organizationId: "organization",
    timezone: "UTC",
    environments: [
      { id: 1, name: "production", tokens: ["phc_x"], secretKeyHashes: [], settings: {}, overLimit: [] },
    ],
    flags,
    cohorts: [],
    groupTypes: { 0: "company", 1: "team" },
    ...more,
  };
}

export function compileAll(
  flags: readonly FlagDefinition[],
  more: Partial<ProjectSnapshot> = {},
  options: CompileOptions = {},
): CompiledFlags {
  return compileFlags(makeSnapshot(flags, more), 1, options);
}
