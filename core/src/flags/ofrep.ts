import type { JsonObject, JsonValue } from "../events/types.ts";
import { type FlagsBodyResult, readFlagsBody } from "./flags-request.ts";
import { type FlagResult, flagValue, type ReasonCode } from "./result.ts";

/** Error codes of the OpenFeature Remote Evaluation Protocol. */
export type OfrepErrorCode =
  | "PARSE_ERROR"
  | "TARGETING_KEY_MISSING"
  | "INVALID_CONTEXT"
  | "FLAG_NOT_FOUND"
  | "GENERAL";

/** Keys of an evaluation context that are not properties of the person. */
const OWN_KEYS = new Set([
  "targetingKey",
  "groups",
  "group_properties",
  "device_id",
  "$device_id",
  "$anon_distinct_id",
  "evaluation_contexts",
  "evaluation_runtime",
]);

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * An OFREP request as a flags request: the targeting key is the distinct ID, `groups` and `group_properties` are as in
 * `/flags`, everything else is a person property.
 */
export function readOfrepContext(
  root: JsonValue,
  token: string,
):
  | (FlagsBodyResult & { readonly ok: true })
  | { readonly ok: false; readonly code: OfrepErrorCode; readonly detail: string } {
  const context = isObject(root) ? root.context : undefined;
  if (!isObject(context))
    return { ok: false, code: "INVALID_CONTEXT", detail: "Send an object `context` with a `targetingKey`." };
  const { targetingKey } = context;
  if ((typeof targetingKey !== "string" && typeof targetingKey !== "number") || targetingKey === "")
    return {
      ok: false,
      code: "TARGETING_KEY_MISSING",
      detail: "`context.targetingKey` names who asks: it is missing.",
    };
  const properties = Object.entries(context).filter(([name]) => !OWN_KEYS.has(name));
  const { groups, group_properties, $device_id, device_id, $anon_distinct_id } = context;
  const read = readFlagsBody({
    token,
    distinct_id: targetingKey,
    person_properties: Object.fromEntries(properties),
    groups: groups ?? null,
    group_properties: group_properties ?? null,
    $device_id: $device_id ?? device_id ?? null,
    $anon_distinct_id: $anon_distinct_id ?? null,
    evaluation_contexts: context.evaluation_contexts ?? null,
    evaluation_runtime: context.evaluation_runtime ?? null,
  });
  return read.ok ? read : { ok: false, code: "INVALID_CONTEXT", detail: read.detail };
}

const REASONS: Readonly<Record<ReasonCode, string>> = {
  condition_match: "TARGETING_MATCH",
  super_condition_value: "TARGETING_MATCH",
  holdout_condition_value: "SPLIT",
  out_of_rollout_bound: "SPLIT",
  no_condition_match: "DEFAULT",
  no_group_type: "DEFAULT",
  flag_disabled: "DISABLED",
  missing_dependency: "ERROR",
};

/** An answer as OFREP writes it. Remote configuration has its payload as value, other flags carry it as metadata. */
export function ofrepEntry(result: FlagResult, isRemoteConfig: boolean): JsonObject {
  const { key, payload, reason } = result;
  if (result.failed || reason.code === "missing_dependency")
    return { key, errorCode: "GENERAL", errorDetails: reason.description };
  const parsed = payload === null ? null : parseOrText(payload);
  const value = isRemoteConfig && result.enabled && parsed !== null ? parsed : flagValue(result);
  return {
    key,
    value,
    reason: REASONS[reason.code],
    variant: result.variant ?? (result.enabled ? "on" : "off"),
    metadata: {
      flagId: result.id,
      version: result.version,
      reasonCode: reason.code,
      reasonDescription: reason.description,
      ...(reason.condition_index === null ? {} : { conditionIndex: reason.condition_index }),
      ...(payload === null ? {} : { payload }),
    },
  };
}

function parseOrText(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}
