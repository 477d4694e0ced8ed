import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import { eventsOf, header, isObject, type RecordedRequest } from "./recording.ts";

/** What must be in the warehouse for one sent event. Properties that the server adds are not listed. */
export interface ExpectedEvent {
  readonly uuid: string;
  readonly event: string;
  readonly distinct_id: string;
  /** Event time minus the time the request was sent, ms; null when the time of arrival counts. */
  readonly age: number | null;
  readonly properties: JsonObject;
}

const COOKIELESS = "$posthog_cookieless";
const NEEDS_PERSON = new Set(["$identify", "$create_alias", "$merge_dangerously", "$groupidentify"]);
const text = (value: JsonValue | undefined): string => (typeof value === "string" ? value : "");

/** Capture V1 lifts these out of properties (WIRE.md 1.5). */
const V1_OPTIONS: Readonly<Record<string, string>> = {
  cookieless_mode: "$cookieless_mode",
  disable_skew_correction: "$ignore_sent_at",
  process_person_profile: "$process_person_profile",
  product_tour_id: "$product_tour_id",
};

function v1Properties(event: JsonObject, headers: RecordedRequest["headers"]): JsonObject {
  const [lib, version] = (header(headers, "posthog-sdk-info") ?? "").split("/");
  const properties: JsonObject = { $lib: lib ?? "", $lib_version: version ?? "" };
  Object.assign(properties, event.properties);
  if (event.session_id !== undefined) properties.$session_id = event.session_id;
  if (event.window_id !== undefined) properties.$window_id = event.window_id;
  for (const [option, value] of Object.entries(isObject(event.options) ? event.options : {})) {
    const name = V1_OPTIONS[option];
    if (name !== undefined) properties[name] = value;
  }
  return properties;
}

/** Properties as they are stored: `$set` of both places merged, or gone without person processing. */
function storedProperties(event: JsonObject, sent: JsonObject, cookieless: boolean): JsonObject {
  const properties: JsonObject = { ...sent };
  const personless = properties.$process_person_profile === false;
  for (const key of ["$set", "$set_once"]) {
    const [top, nested] = [event[key], sent[key]];
    if (isObject(top)) properties[key] = { ...(isObject(nested) ? nested : {}), ...top };
  }
  if (event.$unset !== undefined) properties.$unset = event.$unset;
  if (personless) for (const key of ["$set", "$set_once", "$unset"]) delete properties[key];
  delete properties.$elements;
  if (cookieless) for (const key of ["distinct_id", "$device_id", "$ip"]) delete properties[key];
  return properties;
}

/** The events of a request that must be stored afterwards, with what must be stored of each. */
export function expectedEvents(request: RecordedRequest, body: JsonValue): ExpectedEvent[] {
  const isV1 = request.url.includes("/i/v1/");
  const wrapperSentAt = isV1
    ? header(request.headers, "posthog-request-timestamp")
    : isObject(body)
      ? text(body.sent_at)
      : "";
  const expected: ExpectedEvent[] = [];
  for (const event of eventsOf(body)) {
    const name = text(event.event);
    const sent = isV1
      ? v1Properties(event, request.headers)
      : isObject(event.properties)
        ? event.properties
        : {};
    const dropped = sent.$process_person_profile === false && NEEDS_PERSON.has(name);
    if (dropped || name === "$$client_ingestion_warning" || typeof event.uuid !== "string") continue;
    const distinctId = String(event.distinct_id ?? event.$distinct_id ?? sent.distinct_id ?? "");
    const cookieless = distinctId === COOKIELESS;
    const sentAt = Date.parse(wrapperSentAt || text(event.sent_at));
    const time = Date.parse(text(event.timestamp));
    expected.push({
      uuid: event.uuid,
      event: name,
      distinct_id: cookieless ? "cookieless_…" : distinctId.slice(0, 200),
      age: Number.isNaN(time) || Number.isNaN(sentAt) ? null : time - sentAt,
      properties: storedProperties(event, sent, cookieless),
    });
  }
  return expected;
}
