import * as z from "zod";
import { optional, propertyFilters } from "../nodes/schema.ts";

const number = z.coerce.number().int();

/** What recordings can be ordered by. */
export const RECORDING_ORDERS = [
  "start_time",
  "duration",
  "recording_duration",
  "click_count",
  "keypress_count",
  "console_error_count",
] as const;

/** RecordingsQuery (API.md 2.16). */
export const recordingsQuerySchema = z.looseObject({
  kind: z.literal("RecordingsQuery"),
  date_from: optional(z.string()),
  date_to: optional(z.string()),
  events: optional(
    z.array(
      z.looseObject({ id: optional(z.string()), event: optional(z.string()), properties: propertyFilters }),
    ),
  ),
  actions: optional(z.array(z.looseObject({ id: z.coerce.number().int() }))),
  properties: propertyFilters,
  having_predicates: optional(z.array(z.looseObject({ key: z.string() }))),
  console_log_filters: optional(z.array(z.looseObject({ key: z.string() }))),
  filter_test_accounts: optional(z.boolean()),
  operand: optional(z.enum(["AND", "OR"])),
  session_ids: optional(z.array(z.string()).max(10_000, "at most 10,000 sessions")),
  session_recording_id: optional(z.string()),
  person_uuid: optional(z.string()),
  distinct_ids: optional(z.array(z.string()).max(10_000, "at most 10,000 ids")),
  order: optional(z.enum(RECORDING_ORDERS)),
  order_direction: optional(z.enum(["ASC", "DESC"])),
  limit: optional(number.min(1).max(1000)),
  offset: optional(number.min(0)),
});
export type RecordingsQuery = z.output<typeof recordingsQuerySchema>;
