import {
  REJECTIONS,
  type RejectionReason,
  WARNINGS,
  type WarningType,
} from "@edgewise/core/events/reasons.ts";

type Known = RejectionReason | WarningType;

/** What to change in the sending program, for every reason there is. */
const ADVICE: Readonly<Record<Known, string>> = {
  not_an_object:
    "Look at how the batch is built: each item must be one event as an object, not a text or a list.",
  invalid_event_name:
    "Find the capture call whose event name is empty or comes from a variable that may be undefined.",
  missing_distinct_id: "Pass the user's ID (or an anonymous one) with every capture call of the server SDK.",
  invalid_uuid: "Leave `uuid` out, or send a UUID. Use the same one for a retry of the same event only.",
  invalid_properties: "Send properties as an object of names and values.",
  nested_too_deeply: "Send the part of the object that you ask about, not the whole of it.",
  event_too_large: "Leave out large texts: documents, HTML, base64 images. Send their size or ID instead.",
  person_processing_disabled:
    "Remove `$process_person_profile: false` from calls that identify, alias or set properties.",
  snapshot_on_event_route: "Update the SDK, or send recordings to `/s/`.",
  not_a_snapshot: "Send ordinary events to `/e/` or `/batch/`.",
  missing_session_id: "Update the SDK; recordings need the session they belong to.",
  invalid_snapshot_data: "Update the SDK; a proxy may also have changed the body on its way.",
  too_many_snapshots: "Let the SDK send its recordings more often, in smaller requests.",
  cookieless_unavailable:
    "Nothing to change in your program; these visitors come back when the salt can be read.",
  illegal_distinct_id:
    "Call identify only with the ID of one person. IDs like “anonymous”, “guest”, “null” or “0” would merge everybody.",
  merge_without_source: "Pass both IDs to alias or identify.",
  invalid_process_person_profile: "Send `$process_person_profile` as true or false, not as a text.",
  invalid_person_update: "Send `$set` and `$set_once` as objects of names and values.",
  invalid_group_identify: "Name the type of the group and its key in the group call.",
  group_type_limit: "Use one of the five existing group types, or turn this one into a property.",
  future_timestamp: "Check the clock of the sending machine, and that timestamps carry their time zone.",
  client_rate_limited: "Find what calls capture in a loop; the SDK itself held these events back.",
};

/** True when the event was refused; else it was kept, but not all of what it asked for was done. */
export function isRefusal(type: string): boolean {
  return Object.hasOwn(REJECTIONS, type);
}

/** What is wrong, in a sentence. */
export function explainWarning(type: string, detail: string): string {
  if (Object.hasOwn(REJECTIONS, type)) return REJECTIONS[type as RejectionReason];
  return Object.hasOwn(WARNINGS, type) ? WARNINGS[type as WarningType] : detail;
}

/** What to do about it; null for a reason that this version does not know. */
export function adviceFor(type: string): string | null {
  return Object.hasOwn(ADVICE, type) ? ADVICE[type as Known] : null;
}
