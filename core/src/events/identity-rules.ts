import { DEPTH_LIMIT } from "./limits.ts";
import { nestsWithin } from "./row.ts";
import type { IdentityRequest, JsonObject, JsonValue } from "./types.ts";

/** Placeholders that stand for many people, in any case … */
const ILLEGAL_ANY_CASE = new Set(
  "anonymous guest distinctid distinct_id id not_authenticated email undefined true false".split(" "),
);
/** … and exactly so. */
const ILLEGAL_EXACT = new Set(["[object Object]", "NaN", "None", "none", "null", "0", "undefined"]);

/** True for IDs that must never be merged (WIRE.md 2), also when wrapped in quotes. */
export function isIllegalId(id: string): boolean {
  const trimmed = id.trim();
  const bare = /^(["']).*\1$/s.test(trimmed) ? trimmed.slice(1, -1) : trimmed;
  return bare.trim() === "" || ILLEGAL_EXACT.has(bare) || ILLEGAL_ANY_CASE.has(bare.toLowerCase());
}

/** Events that exist to change a person: they always write. */
export const PERSON_EVENTS: ReadonlySet<string> = new Set([
  "$identify",
  "$create_alias",
  "$merge_dangerously",
  "$set",
]);

/** Events that mean nothing without person processing. */
export const NEEDS_PERSON: ReadonlySet<string> = new Set([
  "$identify",
  "$create_alias",
  "$merge_dangerously",
  "$groupidentify",
]);

/** Events that never touch a person. */
export const NEVER_PERSON: ReadonlySet<string> = new Set(["$exception", "$$heatmap"]);

const SOURCE: ReadonlyMap<string, string> = new Map([
  ["$identify", "$anon_distinct_id"],
  ["$create_alias", "alias"],
  ["$merge_dangerously", "alias"],
]);

export type IdentityResult =
  | { readonly request: IdentityRequest | undefined; readonly warning?: undefined }
  | { readonly request?: undefined; readonly warning: "illegal_distinct_id" | "merge_without_source" };

/** IDs as text: numbers and containers are stringified; '' for what is no ID (nested too deeply). */
export function idText(value: JsonValue | undefined): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (typeof value !== "object") return String(value);
  return nestsWithin(value, DEPTH_LIMIT) ? JSON.stringify(value) : "";
}

/** What an event asks of the person store. */
export function identityRequest(event: string, distinctId: string, properties: JsonObject): IdentityResult {
  const field = SOURCE.get(event);
  if (field === undefined) return { request: undefined };
  const source = idText(properties[field]);
  if (isIllegalId(distinctId) || (source !== "" && isIllegalId(source)))
    return { warning: "illegal_distinct_id" };
  if (event === "$identify" && (source === "" || source === distinctId))
    return { request: { kind: "identified" } };
  if (source === "") return { warning: "merge_without_source" };
  if (source === distinctId) return { request: undefined };
  return { request: { kind: "merge", source, force: event === "$merge_dangerously" } };
}
