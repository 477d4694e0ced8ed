import type { FlagCondition } from "@edgewise/core/flags/types.ts";
import { summarizeRollout } from "../summary.ts";
import type { FlagPlace } from "./types.ts";

/** Which override applies, in words: what is set here and what follows the default environment. */
export function describeOwn({ is_default, own }: FlagPlace, defaultName: string): string {
  if (is_default) return "Environments without settings of their own follow this one";
  if (own.length === 0) return `As in ${defaultName}`;
  if (own.length === 2) return "Switch and conditions set here";
  return own[0] === "active"
    ? `Switch set here, conditions as in ${defaultName}`
    : `Conditions set here, switch as in ${defaultName}`;
}

const FIELDS: Readonly<Record<string, string>> = {
  active: "Switch",
  archived: "Archived",
  deleted: "Deleted",
  "filters.groups": "Release conditions",
  "filters.multivariate": "Variants",
  "filters.payloads": "Payloads",
  "filters.aggregation_group_type_index": "Matched by",
  "filters.holdout": "Holdout",
  "filters.super_groups": "Early access",
  "filters.feature_enrollment": "Early access",
  "filters.early_exit": "Stops at the first condition",
  "filters.payload_schema": "Schema of the payloads",
  key: "Key",
  name: "Description",
  tags: "Tags",
  environments: "Other settings in single environments",
  evaluation_runtime: "Evaluated in",
  evaluation_contexts: "Contexts",
  bucketing_identifier: "Percentages go by",
  ensure_experience_continuity: "Keeps the answer across log-in",
};

/** A field of a state for people; unknown ones keep their name. */
export function fieldName(field: string): string {
  return FIELDS[field] ?? field;
}

/** A side of a difference in one short text; null when only JSON tells it. */
export function shortValue(field: string, value: unknown): string | null {
  if (value === null || value === undefined) return "none";
  if (field === "active") return value === true ? "on" : "off";
  if (field === "filters.groups") return summarizeRollout({ groups: value as FlagCondition[] });
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "object" ? null : String(value);
}

/** Not decisions of the author: the version it started from, and a mark that the API adds. */
const UNTOLD: ReadonlySet<string> = new Set(["version", "has_encrypted_payloads"]);

/** What a waiting change would do, in words. */
export function describeRequest(change: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(change).flatMap(([field, value]) => {
    if (value === undefined || UNTOLD.has(field)) return [];
    if (field === "active") return [value === true ? "switch on" : "switch off"];
    if (field === "filters") return ["new conditions"];
    if (field === "archived") return [value === true ? "archive" : "bring back from the archive"];
    if (field === "deleted") return [value === true ? "delete" : "restore"];
    if (field === "environments") return ["other settings in single environments"];
    return [`new ${field.replaceAll("_", " ")}`];
  });
  return parts.length === 0 ? "no change" : parts.join(", ");
}
