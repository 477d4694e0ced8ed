import { parseTime } from "./time.ts";
import type { JsonObject, JsonValue } from "./types.ts";

/** A request's events with what they share; each event is still unchecked. */
export interface Envelope {
  readonly token: string;
  /** When the client says it sent the request, ms; NaN when it does not say. */
  readonly sentAt: number;
  /** The same from the address, for events that don't say it themselves; NaN when absent. */
  readonly querySentAt: number;
  readonly historical: boolean;
  readonly events: readonly JsonValue[];
}

export type EnvelopeErrorCode =
  | "invalid_shape"
  | "empty_batch"
  | "missing_token"
  | "several_tokens"
  | "personal_key";
export type EnvelopeResult =
  | { readonly ok: true; readonly envelope: Envelope }
  | { readonly ok: false; readonly code: EnvelopeErrorCode };

/** Answer of the route for each way an envelope can be wrong: status and plain text (SDKs log it). */
export const ENVELOPE_ERRORS: Readonly<
  Record<EnvelopeErrorCode, { readonly status: 400 | 401; readonly detail: string }>
> = {
  invalid_shape: {
    status: 400,
    detail: "Send an event object, an array of events or {api_key, batch: [...]}.",
  },
  empty_batch: { status: 400, detail: "The batch has no events." },
  missing_token: { status: 401, detail: "No project token: send `api_key` (phc_…) in the body." },
  several_tokens: {
    status: 401,
    detail: "The events carry different project tokens: send one project a request.",
  },
  personal_key: { status: 401, detail: "This is a personal or secret key: send the project token (phc_…)." },
};

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  value !== null && typeof value === "object" && !Array.isArray(value);

const text = (value: JsonValue | undefined): string => (typeof value === "string" ? value.trim() : "");

/** Token of one event, wherever SDKs of all ages put it. */
export function eventToken(event: JsonObject): string {
  const own = text(event.token) || text(event.api_key) || text(event.$token);
  if (own) return own;
  return isObject(event.properties) ? text(event.properties.token) : "";
}

function tokenOf(events: readonly JsonValue[], fallback: string): string | EnvelopeErrorCode {
  let token = "";
  for (const event of events) {
    const own = isObject(event) ? eventToken(event) : "";
    if (own === "") continue;
    if (token !== "" && token !== own) return "several_tokens";
    token = own;
  }
  return token || fallback || "missing_token";
}

/** Reads the accepted shapes (WIRE.md 1.2). `queryToken` and `querySentAt` (NaN: none) are used when the body has none. */
export function readEnvelope(root: JsonValue, queryToken = "", querySentAt = Number.NaN): EnvelopeResult {
  const fail = (code: EnvelopeErrorCode): EnvelopeResult => ({ ok: false, code });
  let events: readonly JsonValue[];
  let wrapper: JsonObject = {};
  if (Array.isArray(root)) events = root;
  else if (!isObject(root)) return fail("invalid_shape");
  else if (root.batch !== undefined) {
    if (!Array.isArray(root.batch)) return fail("invalid_shape");
    events = root.batch;
    wrapper = root;
  } else events = [root];
  if (events.length === 0) return fail("empty_batch");

  const token =
    text(wrapper.api_key) || text(wrapper.token) || text(wrapper.$token) || tokenOf(events, queryToken);
  if (Object.hasOwn(ENVELOPE_ERRORS, token)) return fail(token as EnvelopeErrorCode);
  if (token.startsWith("phx_") || token.startsWith("phs_")) return fail("personal_key");
  return {
    ok: true,
    envelope: {
      token,
      sentAt: parseTime(wrapper.sent_at),
      querySentAt,
      historical: wrapper.historical_migration === true,
      events,
    },
  };
}

/** What a Capture V1 request says in headers (WIRE.md 1.5). */
export interface V1Headers {
  readonly token: string;
  /** `PostHog-Request-Timestamp`. */
  readonly sentAt: string | undefined;
  /** `PostHog-Sdk-Info`, e.g. `posthog-node/5.70.0`. */
  readonly sdkInfo: string | undefined;
}

/** V1 options and the property each stands for: the SDK lifted it out of `properties`. */
const V1_OPTIONS: Readonly<Record<string, string>> = {
  cookieless_mode: "$cookieless_mode",
  disable_skew_correction: "$ignore_sent_at",
  process_person_profile: "$process_person_profile",
  product_tour_id: "$product_tour_id",
};

function fromV1(event: JsonValue, lib: JsonObject): JsonValue {
  if (!isObject(event) || (event.properties !== undefined && !isObject(event.properties))) return event;
  const properties: JsonObject = { ...lib, ...event.properties };
  if (typeof event.session_id === "string") properties.$session_id = event.session_id;
  if (typeof event.window_id === "string") properties.$window_id = event.window_id;
  if (isObject(event.options)) {
    for (const option in V1_OPTIONS) {
      const value = event.options[option];
      if (value !== undefined && value !== null) properties[V1_OPTIONS[option]!] = value;
    }
  }
  return { ...event, properties };
}

/** What is wrong with the token of a Capture V1 request, before its body is looked at; null when nothing is. */
export function v1TokenError(token: string): EnvelopeErrorCode | null {
  if (token === "") return "missing_token";
  return /^ph[xs]_/.test(token) ? "personal_key" : null;
}

/** A Capture V1 body as an envelope of ordinary events; its token was checked by {@link v1TokenError}. */
export function readV1Envelope(root: JsonValue, headers: V1Headers): EnvelopeResult {
  if (!isObject(root) || !Array.isArray(root.batch)) return { ok: false, code: "invalid_shape" };
  if (root.batch.length === 0) return { ok: false, code: "empty_batch" };
  const [name, version] = headers.sdkInfo?.split("/") ?? [];
  const lib: JsonObject = name ? { $lib: name, ...(version ? { $lib_version: version } : {}) } : {};
  return {
    ok: true,
    envelope: {
      token: headers.token,
      sentAt: parseTime(headers.sentAt),
      querySentAt: Number.NaN,
      historical: root.historical_migration === true,
      events: root.batch.map((event) => fromV1(event, lib)),
    },
  };
}
