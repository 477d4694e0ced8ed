/**
 * Why an event is refused: the closed table behind `Rejection.reason`, the accounting and the warnings screen.
 * The text says what is wrong and how to mend it.
 */
export const REJECTIONS = {
  not_an_object: "The batch item is not a JSON object.",
  invalid_event_name: "`event` must be a non-empty string.",
  missing_distinct_id: "`distinct_id` is missing or empty: send it in the event or in its properties.",
  invalid_uuid: "`uuid` must be a UUID; leave it out to get one.",
  invalid_properties: "`properties` must be a JSON object.",
  nested_too_deeply: "`properties` is nested deeper than 128 levels.",
  event_too_large: "`properties` is larger than 1 MB.",
  person_processing_disabled: "The event changes persons or groups, but `$process_person_profile` is false.",
  snapshot_on_event_route: "`$snapshot` is accepted on /s/ only.",
  not_a_snapshot: "/s/ accepts `$snapshot` events only.",
  missing_session_id: "`$session_id` must be a string of 1 to 100 characters.",
  invalid_snapshot_data: "`$snapshot_data` must be an array or an object.",
  too_many_snapshots: "One request may carry 500 snapshots.",
  do_not_track: "The browser asks not to be tracked, and the project heeds it: nothing of the event is kept.",
  cookieless_unavailable: "The salt of the day can't be read, so a cookieless event has no visitor.",
} as const;
export type RejectionReason = keyof typeof REJECTIONS;

/** Warnings: the event was kept, but not everything it asked for was done. */
export const WARNINGS = {
  illegal_distinct_id: "The merge was skipped: one of the IDs stands for many people.",
  merge_without_source: "The merge was skipped: the other ID is missing.",
  invalid_process_person_profile: "`$process_person_profile` must be a boolean; true was assumed.",
  invalid_person_update:
    "`$set` and `$set_once` must be objects, `$unset` an array or object; it was ignored.",
  invalid_group_identify: "`$groupidentify` needs `$group_type` and `$group_key`; no group was changed.",
  group_type_limit: "All five group types are taken; this group was ignored.",
  future_timestamp: "The timestamp is more than 23 hours ahead; the time of arrival was used.",
  client_rate_limited: "The SDK dropped events by itself: more than 10 a second.",
} as const;
export type WarningType = keyof typeof WARNINGS;
