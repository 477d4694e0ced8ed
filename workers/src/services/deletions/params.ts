import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import { invalid } from "../../http/errors.ts";
import type { EventMatch } from "./match.ts";

/** What a caller asks to delete. */
export interface DeletionOrder {
  readonly event_names: readonly string[];
  readonly properties: readonly JsonValue[];
  readonly date_from?: string | null | undefined;
  readonly date_to?: string | null | undefined;
  readonly recordings: boolean;
  /** Days in which what comes late is deleted too. */
  readonly late_days: number;
}

/** The order as the job and the receipt keep it. Throws 400 for one that names nothing or can't be. */
export function deletionParams(order: DeletionOrder, now: Date): JsonObject {
  const from = order.date_from ?? null;
  const to = order.date_to ?? null;
  const named = order.event_names.length > 0 || order.properties.length > 0 || from !== null || to !== null;
  if (!named)
    throw invalid(
      "event_names",
      'Say what to delete: "event_names", "properties", "date_from" or "date_to". To delete everything, delete the project.',
    );
  if (order.recordings && (order.event_names.length > 0 || order.properties.length > 0))
    throw invalid(
      "recordings",
      "Recordings can only be deleted by time range: leave out names and properties.",
    );
  // Events to come are no matter of a deletion: a rule at the edge leaves them out.
  const end = Math.min(to === null ? now.getTime() : Date.parse(to), now.getTime());
  if (from !== null && Date.parse(from) >= end)
    throw invalid("date_from", '"date_from" must lie before "date_to", and in the past.');
  return {
    event_names: [...order.event_names],
    properties: [...order.properties],
    date_from: from === null ? null : new Date(from).toISOString(),
    date_to: new Date(end).toISOString(),
    recordings: order.recordings,
    late_days: order.late_days,
  };
}

export function matchOf(params: JsonObject): EventMatch {
  return {
    events: params.event_names as string[],
    properties: params.properties as JsonValue[],
    from: params.date_from === null ? null : Date.parse(String(params.date_from)),
    to: Date.parse(String(params.date_to)),
  };
}
