import { REJECTIONS, type RejectionReason, WARNINGS, type WarningType } from "./reasons.ts";

/** Warnings that arise where persons are kept. */
const PERSON_WARNINGS = {
  person_properties_too_large: "The person's properties would be too large; the update was ignored.",
  cannot_merge_already_identified: "The merge was refused: the other person is identified already.",
} as const;

type Known = RejectionReason | WarningType | keyof typeof PERSON_WARNINGS;

/** What a warning means and what to do about it. */
export interface Advice {
  readonly what: string;
  /** `refused`: the event is not stored. `kept`: it is, but not all it asked for was done. */
  readonly effect: "refused" | "kept";
  readonly todo: string;
  /** An event or a call as it should be; null when there is nothing to send differently. */
  readonly example: string | null;
}

const EVENT = '{"event": "signed_up", "distinct_id": "user-17", "properties": {"plan": "pro"}}';

const MENDING: Readonly<Record<Known, readonly [todo: string, example: string | null]>> = {
  not_an_object: ["Send each event of a batch as a JSON object.", EVENT],
  invalid_event_name: ["Give every event a name: a short verb in the past says best what happened.", EVENT],
  missing_distinct_id: [
    "Send the ID of the person or device with every event; SDKs do so once they are initialised.",
    EVENT,
  ],
  invalid_uuid: [
    "Send a UUID that is the same when the event is sent again, or none at all.",
    '{"uuid": "0190f5a3-7b1c-7c3e-9a41-6a1f0c2d3e4f", "event": "signed_up", "distinct_id": "user-17"}',
  ],
  invalid_properties: ["Send properties as an object of names and values, not as a list or text.", EVENT],
  nested_too_deeply: ["Flatten the properties, or send the deep part as one text property.", null],
  event_too_large: [
    "Leave out what nobody will ask for: whole documents, images, stack dumps. Send an ID or a link instead.",
    null,
  ],
  person_processing_disabled: [
    "Leave `$process_person_profile` out of $identify, $set, $create_alias and $groupidentify, or send true.",
    '{"event": "$set", "distinct_id": "user-17", "properties": {"$set": {"plan": "pro"}}}',
  ],
  snapshot_on_event_route: [
    "Recordings go to /s/: let the SDK send them, or change the proxy's rules.",
    null,
  ],
  not_a_snapshot: ["Send events to /i/v0/e/ or /batch/: a proxy may route too much to /s/.", null],
  missing_session_id: ["Send `$session_id` with every snapshot: an SDK's own recorder does.", null],
  invalid_snapshot_data: ["Send rrweb's events in `$snapshot_data`: an SDK's own recorder does.", null],
  too_many_snapshots: ["Split the request: at most 500 snapshots each.", null],
  do_not_track: ["Nothing is wrong. Settings → Privacy says what happens to such events.", null],
  cookieless_unavailable: ["Nothing on your side: the events are refused until the salt can be read.", null],
  illegal_distinct_id: [
    'Identify with an ID of one person. Words such as "anonymous", "null" or "0" are what a bug sends for everybody.',
    "posthog.identify(user.id)",
  ],
  merge_without_source: [
    "Send the other ID: `alias` with $create_alias, `$anon_distinct_id` with $identify.",
    '{"event": "$create_alias", "distinct_id": "user-17", "properties": {"alias": "device-4"}}',
  ],
  invalid_process_person_profile: ["Send true or false, not text.", '{"$process_person_profile": false}'],
  invalid_person_update: [
    "Send `$set` and `$set_once` as objects and `$unset` as a list of names.",
    '{"event": "$set", "distinct_id": "user-17", "properties": {"$set": {"plan": "pro"}, "$unset": ["trial"]}}',
  ],
  invalid_group_identify: [
    "Name type and key of the group.",
    '{"event": "$groupidentify", "distinct_id": "user-17", "properties": {"$group_type": "company", "$group_key": "acme"}}',
  ],
  group_type_limit: [
    "A project has five group types. Use one of them, or send this one as a property.",
    null,
  ],
  future_timestamp: [
    "Check the clock of what sends it, and send ISO 8601 with a time zone. `sent_at` corrects clocks that run ahead.",
    '{"timestamp": "2026-01-31T10:00:00Z"}',
  ],
  client_rate_limited: [
    "Something captures in a loop, often a render or a scroll handler: capture once for each thing a person does.",
    null,
  ],
  person_properties_too_large: [
    "Keep lists and documents out of person properties, or take old ones away with `$unset`.",
    '{"event": "$set", "distinct_id": "user-17", "properties": {"$unset": ["history"]}}',
  ],
  cannot_merge_already_identified: [
    "Two people share a device: call reset() at logout. To merge two known persons on purpose, do it in their page.",
    "posthog.reset()",
  ],
};

const WHAT: Readonly<Record<Known, string>> = { ...REJECTIONS, ...WARNINGS, ...PERSON_WARNINGS };

/** Advice for a warning's type, or the reason of a refused event; null for one that this release doesn't know. */
export function adviceFor(type: string): Advice | null {
  if (!Object.hasOwn(MENDING, type)) return null;
  const known = type as Known;
  const [todo, example] = MENDING[known];
  const effect = Object.hasOwn(REJECTIONS, type) ? "refused" : "kept";
  return { what: WHAT[known], effect, todo, example };
}
