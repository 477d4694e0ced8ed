import type { JsonObject, JsonValue } from "../events/types.ts";
import type { FlagRequest } from "./evaluate.ts";
import { truncateScalars } from "./hash/utf8.ts";
import type { Runtime } from "./runtime.ts";

/** A `/flags` or `/decide` body, read. */
export interface FlagsBody extends FlagRequest {
  readonly token: string;
  /** Only these keys are answered; undefined = all. */
  readonly keys: readonly string[] | undefined;
  readonly contexts: readonly string[];
  /** What the caller says it is; undefined = find out from the request's headers. */
  readonly runtime: Runtime | "all" | undefined;
  readonly disableFlags: boolean;
  readonly disableGeo: boolean;
}

export type FlagsBodyResult =
  | { readonly ok: true; readonly body: FlagsBody }
  | { readonly ok: false; readonly status: 400 | 401; readonly detail: string };

const MAX_ID_LENGTH = 200;

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function objectOf(value: JsonValue | undefined): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

/** Strings and numbers; anything else is no identifier. */
function idOf(value: JsonValue | undefined): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  return truncateScalars(String(value), MAX_ID_LENGTH);
}

function textsOf(value: JsonValue | undefined): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter((item) => typeof item === "string");
}

function objectsOf(value: JsonValue | undefined): Record<string, JsonObject> | undefined {
  if (!isObject(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, JsonObject] => isObject(entry[1])),
  );
}

/** Reads every alias that SDKs of all ages send (WIRE.md 1.6). */
export function readFlagsBody(root: JsonValue): FlagsBodyResult {
  if (!isObject(root)) return { ok: false, status: 400, detail: "The body must be a JSON object." };
  const token = idOf(root.token ?? root.$token ?? root.api_key)?.trim() ?? "";
  if (token === "") {
    return { ok: false, status: 401, detail: "No project token: send `token` (phc_…) in the body." };
  }
  const distinctId = idOf(root.distinct_id ?? root.$distinct_id);
  if (distinctId === undefined && root.disable_flags !== true) {
    return {
      ok: false,
      status: 400,
      detail: "No distinct ID: send `distinct_id` (text or number) in the body.",
    };
  }
  const personProperties = objectOf(root.person_properties ?? root.$properties);
  const { evaluation_runtime: runtime } = root;
  return {
    ok: true,
    body: {
      token,
      distinctId: distinctId ?? "",
      deviceId: idOf(root.$device_id ?? root.device_id ?? personProperties?.$device_id) ?? null,
      anonDistinctId: idOf(root.$anon_distinct_id ?? root.anon_distinct_id) ?? null,
      groups: objectOf(root.groups ?? root.$groups),
      personProperties,
      groupProperties: objectsOf(root.group_properties),
      keys: textsOf(root.flag_keys ?? root.flag_keys_to_evaluate),
      contexts: textsOf(root.evaluation_contexts ?? root.evaluation_environments) ?? [],
      runtime: runtime === "all" || runtime === "client" || runtime === "server" ? runtime : undefined,
      disableFlags: root.disable_flags === true,
      disableGeo: root.geoip_disable === true,
    },
  };
}
