import type { JsonValue } from "@edgewise/core/events/types.ts";
import { findOperator } from "@edgewise/core/flags/operators/registry.ts";
import type { PropertyFilter } from "@edgewise/core/flags/types.ts";
import { matchFeatureFlagProperty } from "@posthog/core";

/** Why posthog-node's own evaluation and ours may part; docs/flags.md explains each. */
export type Cause =
  | "absent property"
  | "operator SDKs lack"
  | "pattern beyond the portable ones"
  | "whole number compared exactly"
  | "date that does not parse"
  | "date as JavaScript reads it"
  | "version"
  | "order of texts"
  | "list as text"
  | "null"
  | "experience continuity"
  | "list of members"
  | "remote configuration"
  | "runtime"
  | "undecided at the edge"
  | "unexplained";

/** The SDK left it undecided (and asks `/flags`), or it answers otherwise. */
export interface Doubt {
  readonly cause: Cause;
  readonly effect: "undecided" | "other";
}

const LACKING = new Set([
  "between",
  "not_between",
  "is_date_exact",
  "icontains_multi",
  "not_icontains_multi",
]);
const ORDER = new Set(["gt", "gte", "lt", "lte"]);
const NAMED_TEXT = /(contains|_with|regex)$/;

/** Where the SDK's own code and ours part on one filter and one value; empty when they agree. */
export function doubtsOfFilter(filter: PropertyFilter, value: JsonValue | undefined, now: number): Doubt[] {
  const sdk = askSdk(filter, value);
  const ours = askEdge(filter, value, now);
  const unsure: Doubt[] = ours === undefined ? [{ cause: "undecided at the edge", effect: "other" }] : [];
  if (sdk === ours && ours !== undefined) return [];
  const effect = sdk === undefined ? "undecided" : "other";
  return [...unsure, { cause: causeOf(filter, value, effect), effect }];
}

function askSdk(filter: PropertyFilter, value: JsonValue | undefined): boolean | undefined {
  const properties = value === undefined ? {} : { [filter.key]: value };
  try {
    return matchFeatureFlagProperty(filter as Parameters<typeof matchFeatureFlagProperty>[0], properties);
  } catch {
    return undefined;
  }
}

function askEdge(filter: PropertyFilter, value: JsonValue | undefined, now: number): boolean | undefined {
  const operator = findOperator(filter.operator)!;
  const options = { dialect: "server", timezone: "UTC", propertyMatchingVersion: 1 } as const;
  const verdict = value === undefined ? operator.absent : operator.compile(filter.value, options)(value, now);
  return verdict > 1 ? undefined : verdict === 1;
}

function causeOf(
  { operator: name, value: wanted }: PropertyFilter,
  value: JsonValue | undefined,
  effect: Doubt["effect"],
): Cause {
  const operator = name ?? "exact";
  const hasList = Array.isArray(wanted) || Array.isArray(value);
  if (value === undefined) return "absent property";
  if (operator.startsWith("semver_")) return "version";
  if (value === null) return "null";
  if (effect === "undecided") {
    if (LACKING.has(operator)) return "operator SDKs lack";
    if (operator.endsWith("regex")) return "pattern beyond the portable ones";
    if (operator === "exact" || operator === "is_not") return "whole number compared exactly";
    return operator.startsWith("is_date_") ? "date that does not parse" : "unexplained";
  }
  if (ORDER.has(operator)) return "order of texts";
  if (operator.startsWith("is_date_")) return "date as JavaScript reads it";
  return hasList && NAMED_TEXT.test(operator) ? "list as text" : "unexplained";
}
