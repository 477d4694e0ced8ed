import { keyOf } from "@edgewise/core/events/identity.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { Expr } from "@edgewise/core/sql/ast.ts";
import { asc, call, compare, constant, eq, field, list, select } from "@edgewise/core/sql/build.ts";
import { allCohorts } from "@edgewise/db/mysql/repos/cohorts.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { isoMicros } from "../../http/time.ts";
import { cohortsWith } from "../cohorts/members.ts";
import { readCompiled, readRows } from "../warehouse/read.ts";
import { requirePersonBy } from "./find.ts";

const EVENTS_A_PAGE = 10_000;

/** Everything that is stored about a person, as data for that person; events in pages, oldest first. */
export async function exportPerson(
  access: ProjectAccess,
  id: string,
  offset: number,
  deps: RegionDeps,
): Promise<{ document: JsonObject; more: boolean }> {
  const person = await requirePersonBy(access, id, deps);
  const [events, sessions, recordings, ids, cohorts, merges] = await Promise.all([
    eventsOf(access, person.id, offset, deps),
    sessionsOf(access, person.distinctIds, deps),
    recordingsOf(access, person.distinctIds, deps),
    cohortsWith(access, keyOf(person.id), deps),
    allCohorts(access, deps.db),
    deps.partitions.mergeLog(access.environmentId, { personId: person.id, limit: 1000 }),
  ]);
  const shown = events.slice(0, EVENTS_A_PAGE);
  const document = {
    person: {
      id: person.id,
      distinct_ids: [...person.distinctIds],
      properties: person.properties,
      is_identified: person.isIdentified,
      created_at: isoMicros(person.createdAt),
    },
    cohorts: cohorts
      .filter((cohort) => ids.includes(cohort.id))
      .map(({ id: number, name }) => ({ id: number, name })),
    merges: merges.map((merge) => ({
      id: merge.id,
      at: isoMicros(new Date(merge.at)),
      source_distinct_id: merge.sourceDistinctId,
      target_distinct_id: merge.targetDistinctId,
    })),
    sessions,
    recordings,
    events: shown,
  } as unknown as JsonObject;
  return { document, more: events.length > EVENTS_A_PAGE };
}

const text = (name: string): Expr => call("toString", field(name));

async function eventsOf(
  access: ProjectAccess,
  id: string,
  offset: number,
  deps: RegionDeps,
): Promise<JsonObject[]> {
  const rows = await readRows(
    access,
    select({
      select: [
        text("uuid"),
        field("event"),
        text("timestamp"),
        field("distinct_id"),
        field("$session_id"),
        field("properties"),
      ],
      from: "events",
      where: eq(field("person_key"), constant(BigInt(keyOf(id)))),
      orderBy: [asc(field("timestamp")), asc(field("uuid"))],
      limit: EVENTS_A_PAGE + 1,
      offset,
    }),
    deps,
  );
  return rows.map(([uuid, event, timestamp, distinctId, session, properties]) => ({
    uuid: String(uuid),
    event: String(event),
    timestamp: String(timestamp),
    distinct_id: String(distinctId),
    session_id: session === null ? null : String(session),
    properties: JSON.parse(String(properties)) as JsonObject,
  }));
}

async function sessionsOf(
  access: ProjectAccess,
  distinctIds: readonly string[],
  deps: RegionDeps,
): Promise<JsonObject[]> {
  if (distinctIds.length === 0) return [];
  const rows = await readRows(
    access,
    select({
      select: [
        field("session_id"),
        text("$start_timestamp"),
        text("$end_timestamp"),
        field("$pageview_count"),
      ],
      from: "sessions",
      where: compare(field("distinct_id"), "in", list(distinctIds)),
      orderBy: [asc(field("$start_timestamp"))],
      limit: 10_000,
    }),
    deps,
  );
  return rows.map(([session, start, end, views]) => ({
    session_id: String(session),
    started_at: String(start),
    ended_at: String(end),
    pageviews: Number(views),
  }));
}

// Not a table of the query language: fixed text, every value bound, the tenant first.
const RECORDINGS = `SELECT session_id, toString(min(first_timestamp)), toString(max(last_timestamp)), sum(bytes)
FROM recordings WHERE environment_id = {p0:UInt32} AND distinct_id IN {p1:Array(String)}
GROUP BY session_id ORDER BY min(first_timestamp) LIMIT 10000`;

async function recordingsOf(
  access: ProjectAccess,
  distinctIds: readonly string[],
  deps: RegionDeps,
): Promise<JsonObject[]> {
  const params = {
    p0: { type: "UInt32", value: access.environmentId },
    p1: { type: "Array(String)", value: [...distinctIds] },
  };
  const rows = await readCompiled({ sql: RECORDINGS, params }, deps);
  return rows.map(([session, start, end, bytes]) => ({
    session_id: String(session),
    started_at: String(start),
    ended_at: String(end),
    bytes: Number(bytes),
  }));
}
