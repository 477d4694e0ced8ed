import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { answerQuery } from "../query/answer-query.ts";

export interface EventListQuery {
  readonly after?: string;
  readonly before?: string;
  readonly event?: string;
  readonly distinctId?: string;
  readonly personId?: string;
  readonly uuid?: string;
  readonly properties: readonly JsonValue[];
  readonly limit: number;
  readonly offset: number;
}

export interface ListedEvent {
  readonly event: JsonObject;
  readonly person: JsonObject;
}

/** A page of events, newest first. Without `after` the last day is read, and all time when that has none. */
export async function listEvents(
  access: ProjectAccess,
  query: EventListQuery,
  deps: RegionDeps,
  signal: AbortSignal,
): Promise<{ events: ListedEvent[]; more: boolean }> {
  if (query.after !== undefined) return await read(access, query, query.after, deps, signal);
  const recent = await read(access, query, "-24h", deps, signal);
  return recent.events.length > 0 ? recent : await read(access, query, "all", deps, signal);
}

async function read(
  access: ProjectAccess,
  query: EventListQuery,
  after: string,
  deps: RegionDeps,
  signal: AbortSignal,
) {
  const { distinctId, uuid } = query;
  const own = [
    ...(distinctId === undefined
      ? []
      : [{ type: "person", key: "distinct_id", operator: "exact", value: distinctId }]),
    ...(uuid === undefined ? [] : [{ type: "event_metadata", key: "uuid", operator: "exact", value: uuid }]),
  ];
  const request = {
    kind: "EventsQuery",
    select: ["*", "person"],
    orderBy: ["timestamp DESC", "uuid DESC"],
    after,
    before: query.before ?? null,
    event: query.event ?? null,
    personId: query.personId ?? null,
    properties: [...query.properties, ...own],
    limit: query.limit,
    offset: query.offset,
  };
  const answer = await answerQuery(deps, access, { query: request, refresh: "force_blocking" }, signal);
  const rows = answer.results as [JsonObject, JsonObject][];
  return { events: rows.map(([event, person]) => ({ event, person })), more: answer.hasMore === true };
}
