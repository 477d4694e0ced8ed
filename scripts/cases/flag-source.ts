import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import { type CompiledFlags, type CompileOptions, compileFlags } from "@edgewise/core/flags/compile.ts";
import type { CohortDefinition, FlagDefinition } from "@edgewise/core/flags/types.ts";

/** Definitions as case files write them: the bodies that SDKs download. */
export interface CaseDefinitions {
  readonly flags: readonly FlagDefinition[];
  readonly group_type_mapping?: Readonly<Record<string, string>>;
  readonly cohorts?: Readonly<Record<string, JsonObject>>;
  readonly property_matching_version?: number;
}

export function toCohorts(cohorts: CaseDefinitions["cohorts"] = {}): CohortDefinition[] {
  return Object.entries(cohorts).map(([id, filters]) => ({ id: Number(id), filters }));
}

export function compileCase(definitions: CaseDefinitions, options: CompileOptions): CompiledFlags {
  const source = {
    flags: definitions.flags,
    cohorts: toCohorts(definitions.cohorts),
    groupTypes: definitions.group_type_mapping ?? {},
    timezone: "UTC",
  };
  return compileFlags(source, null, {
    propertyMatchingVersion: definitions.property_matching_version,
    ...options,
  });
}

/** Values that JSON cannot hold, as case files encode them. */
export function decodeValue(value: unknown): JsonValue | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value as JsonValue;
  const encoded = value as Record<string, unknown>;
  if ("$undefined" in encoded) return undefined;
  if ("$num" in encoded) return Number(encoded.$num);
  const text = encoded.$date ?? encoded.$datetime;
  return typeof text === "string" ? text : (value as JsonValue);
}
