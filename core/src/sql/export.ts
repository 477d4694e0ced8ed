import type { CompiledSql } from "./compiled.ts";
import { bound, flatten, joinSql, type Sql, sql } from "./fragment.ts";

/** A share of rows: those of one UTC day (events), and of these one slice of `of`. */
export interface ExportSlice {
  readonly environmentId: number;
  readonly slice: number;
  readonly of: number;
  readonly day?: string;
  /** Received up to then, ms. */
  readonly until: number;
}

const tenant = ({ environmentId }: Pick<ExportSlice, "environmentId">): Sql =>
  sql`environment_id = ${bound("UInt32", environmentId)}`;

const sliced = (key: string, { slice, of }: ExportSlice): Sql =>
  of === 1 ? "1" : sql`${key} % ${bound("UInt32", of)} = ${bound("UInt32", slice)}`;

const received = (until: number): Sql =>
  sql`received_at <= fromUnixTimestamp64Milli(${bound("Int64", String(until))}, 'UTC')`;

/** Columns of an exported event: nothing that only makes sense within this installation. */
const EVENT = `toString(uuid) AS uuid, toString(event) AS event, timestamp, received_at, distinct_id, toString(person_id) AS person_id,
  toString(person_mode) AS person_mode, session_id, window_id, elements_chain, toString(lane) AS lane, bot, ip,
  sample_weight, properties`;

/** Days of an environment's events with their number, oldest first. */
export const exportDays = (
  environmentId: number,
  until: number,
  range: { readonly from: string | null; readonly to: string | null },
): CompiledSql =>
  compiled(
    sql`SELECT toString(day), count() FROM events WHERE ${tenant({ environmentId })} AND ${received(until)}${
      range.from === null ? "" : sql` AND day >= ${bound("Date", range.from)}`
    }${range.to === null ? "" : sql` AND day <= ${bound("Date", range.to)}`} GROUP BY day ORDER BY day`,
  );

export const exportEvents = (slice: ExportSlice): CompiledSql =>
  compiled(
    sql`SELECT ${EVENT} FROM events WHERE ${tenant(slice)} AND day = ${bound("Date", slice.day ?? "")} AND ${received(slice.until)} AND ${sliced("cityHash64(uuid)", slice)} ORDER BY events.timestamp, events.uuid LIMIT 1 BY events.uuid`,
  );

/** Persons alive with all of their distinct IDs, the one that the person's id comes from first. */
export const exportPersons = (slice: ExportSlice): CompiledSql =>
  compiled(sql`SELECT toString(person.person_id) AS person_id, ids.distinct_ids AS distinct_ids, person.properties AS properties,
  person.is_identified AS is_identified, person.created_at AS created_at
FROM (
  SELECT person_key, argMax(persons.person_id, version) AS person_id, argMax(persons.properties, version) AS properties,
    argMax(persons.is_identified, version) AS is_identified, argMax(persons.created_at, version) AS created_at
  FROM persons WHERE ${tenant(slice)} AND ${sliced("person_key", slice)}
  GROUP BY person_key HAVING argMax(persons.is_deleted, version) = 0
) AS person
INNER JOIN (
  SELECT person_key, arrayMap(pair -> pair.2, arraySort(groupArray((distinct_key != person_key, distinct_id)))) AS distinct_ids
  FROM (
    SELECT distinct_key, argMax(person_distinct_ids.distinct_id, version) AS distinct_id,
      argMax(person_distinct_ids.person_key, version) AS person_key
    FROM person_distinct_ids WHERE ${tenant(slice)}
    GROUP BY distinct_key HAVING argMax(person_distinct_ids.is_deleted, version) = 0
  )
  WHERE ${sliced("person_key", slice)} GROUP BY person_key
) AS ids ON ids.person_key = person.person_key`);

export const exportGroups = (slice: ExportSlice): CompiledSql =>
  compiled(
    sql`SELECT group_type_index, group_key, argMax(groups.properties, version) AS properties, argMax(groups.created_at, version) AS created_at FROM groups WHERE ${tenant(slice)} GROUP BY group_type_index, group_key HAVING argMax(groups.is_deleted, version) = 0 ORDER BY group_type_index, group_key`,
  );

/** Members of cohorts as of their last calculation, each by one of its distinct IDs. */
export const exportMembers = (slice: ExportSlice, cohortIds: readonly number[]): CompiledSql =>
  compiled(sql`SELECT members.cohort_id AS cohort_id, ids.distinct_id AS distinct_id
FROM (
  SELECT cohort_id, person_key FROM cohort_members
  WHERE ${tenant(slice)} AND ${sliced("person_key", slice)} AND cohort_id IN (${joinSql(
    cohortIds.map((id) => bound("UInt32", id)),
    ", ",
  )})
  GROUP BY cohort_id, person_key HAVING argMax(cohort_members.is_deleted, version) = 0
) AS members
INNER JOIN (
  SELECT person_key, min(distinct_id) AS distinct_id
  FROM (
    SELECT distinct_key, argMax(person_distinct_ids.distinct_id, version) AS distinct_id,
      argMax(person_distinct_ids.person_key, version) AS person_key
    FROM person_distinct_ids WHERE ${tenant(slice)}
    GROUP BY distinct_key HAVING argMax(person_distinct_ids.is_deleted, version) = 0
  )
  GROUP BY person_key
) AS ids ON ids.person_key = members.person_key
ORDER BY cohort_id, distinct_id`);

/** The index of recordings: which blocks there are, and under which key each lies in object storage. */
export const exportRecordings = (slice: ExportSlice): CompiledSql =>
  compiled(
    sql`SELECT toString(uuid) AS uuid, session_id, window_id, distinct_id, first_timestamp, last_timestamp, object_key, bytes, event_count, click_count, keypress_count, console_error_count, first_url FROM recordings WHERE ${tenant(slice)} AND ${sliced("cityHash64(session_id)", slice)} ORDER BY recordings.session_id, recordings.first_timestamp, recordings.uuid LIMIT 1 BY recordings.uuid`,
  );

/** How many rows of a table an environment has, at most. */
export const exportSize = (
  table: "persons" | "groups" | "cohort_members" | "recordings",
  environmentId: number,
): CompiledSql => compiled(sql`SELECT count() FROM ${table} WHERE ${tenant({ environmentId })}`);

function compiled(fragment: Sql): CompiledSql {
  const printed = flatten(fragment);
  if (!printed) throw new Error("A query of our own is too long.");
  return printed;
}
