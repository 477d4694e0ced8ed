import type { CompiledSql } from "./compiled.ts";
import { bound, flatten, joinSql, type Sql, sql } from "./fragment.ts";

/** Whose rows are erased: one person of one environment, as known when the erasure was asked for. */
export interface ErasedRows {
  readonly environmentId: number;
  /** Decimal text. */
  readonly personKey: string;
  readonly personVersion: number;
  readonly members: readonly {
    readonly distinctKey: string;
    readonly distinctId: string;
    readonly version: number;
  }[];
  /** Events received up to then, ms; later ones belong to whoever comes back. */
  readonly until: number;
}

export interface ErasedTable {
  readonly table: string;
  /** Condition of the rows to delete. */
  readonly where: CompiledSql;
}

/** What is asked to be erased. */
export interface ErasedParts {
  readonly profile: boolean;
  readonly events: boolean;
  readonly recordings: boolean;
}

/**
 * The tables that hold something of a person under their own keys; what is derived from the events (see
 * {@link erasedTwins}) goes before these, so that a broken run can be repeated. No condition
 * asks another table: a deletion is a mutation, which must not depend on what comes later. Every one binds the
 * environment.
 */
export function erasedTables(rows: ErasedRows, parts: ErasedParts): readonly ErasedTable[] {
  const found: [string, Sql][] = [];
  if (parts.recordings) found.push(["recordings", isIn("distinct_id", "String", ids(rows))]);
  if (parts.events) found.push(...eventTables(rows));
  if (parts.profile) found.push(...cohortTables(rows));
  if (parts.profile && parts.events) found.push(...profileTables(rows));
  return found.map(([table, condition]) => erased(table, rows, condition));
}

/** The narrow copies of some of the person's events. */
export const erasedTwins = (rows: ErasedRows, uuids: readonly string[]): ErasedTable =>
  erased("events_by_person", rows, and(ofMembers(rows), isIn("uuid", "UUID", uuids)));

/** Sessions of the events that go. */
export const sessionsOfErased = (rows: ErasedRows): CompiledSql =>
  compiled(
    sql`SELECT DISTINCT toString(session_key) FROM events WHERE ${eventsOf(rows)} AND session_key != 0`,
  );

const erased = (table: string, rows: ErasedRows, condition: Sql): ErasedTable => ({
  table,
  where: compiled(and(tenant(rows), condition)),
});

/** Counts by day, name, lane and bot of the events that go: what `events_daily` has to give back. */
export function erasedEventCounts(rows: ErasedRows): CompiledSql {
  return compiled(
    sql`SELECT toString(day), event, lane, bot, toString(count()) FROM events WHERE ${eventsOf(rows)} GROUP BY day, event, lane, bot ORDER BY day, event, lane, bot`,
  );
}

/** A page of the uuids of the events that go, after the last one of the page before. */
export function erasedUuids(rows: ErasedRows, after: string, limit: number): CompiledSql {
  return compiled(
    sql`SELECT toString(uuid) FROM events WHERE ${eventsOf(rows)} AND uuid > toUUID(${bound("String", after)}) ORDER BY events.uuid LIMIT ${bound("UInt32", limit)}`,
  );
}

/** A page of the names of the recordings' files in object storage, after the last one of the page before. */
export function recordingFiles(rows: ErasedRows, after: string, limit: number): CompiledSql {
  return compiled(
    sql`SELECT DISTINCT object_key FROM recordings WHERE ${tenant(rows)} AND ${isIn("distinct_id", "String", ids(rows))} AND object_key > ${bound("String", after)} ORDER BY object_key LIMIT ${bound("UInt32", limit)}`,
  );
}

/** How many rows of a table match. */
export function erasedRowsLeft({ table, where }: ErasedTable): CompiledSql {
  return { sql: `SELECT count() FROM ${table} WHERE ${where.sql}`, params: where.params };
}

function eventTables(rows: ErasedRows): [string, Sql][] {
  const warned = and(isIn("distinct_id", "String", ids(rows)), sql`timestamp <= ${moment(rows)}`);
  return [
    ["ingestion_warnings", warned],
    ["events", eventsOf(rows)],
  ];
}

/** Members are found under every person they ever were. */
function cohortTables(rows: ErasedRows): [string, Sql][] {
  const keys = [rows.personKey, ...rows.members.map(({ distinctKey }) => distinctKey)];
  return ["cohort_members", "cohort_list"].map((table) => [table, isIn("person_key", "UInt64", keys)]);
}

function profileTables(rows: ErasedRows): [string, Sql][] {
  const versions = rows.members.map(
    ({ distinctKey, version }) =>
      sql`(distinct_key = ${bound("UInt64", distinctKey)} AND version <= ${bound("UInt64", String(version))})`,
  );
  const members = rows.members.length === 0 ? "0" : sql`(${joinSql(versions, " OR ")})`;
  const version = bound("UInt64", String(rows.personVersion));
  return [
    ["persons", sql`person_key = ${bound("UInt64", rows.personKey)} AND version <= ${version}`],
    ["person_distinct_ids", members],
    ["person_overrides", members],
  ];
}

const eventsOf = (rows: ErasedRows): Sql =>
  sql`${tenant(rows)} AND ${ofMembers(rows)} AND received_at <= ${moment(rows)}`;

const moment = ({ until }: ErasedRows): Sql =>
  sql`fromUnixTimestamp64Milli(${bound("Int64", String(until))}, 'UTC')`;

const tenant = ({ environmentId }: ErasedRows): Sql =>
  sql`environment_id = ${bound("UInt32", environmentId)}`;
const ids = ({ members }: ErasedRows): string[] => members.map(({ distinctId }) => distinctId);
const ofMembers = ({ members }: ErasedRows): Sql =>
  isIn(
    "distinct_key",
    "UInt64",
    members.map(({ distinctKey }) => distinctKey),
  );
/** One parameter a value: 64-bit integers in lists are not read from text. */
const isIn = (column: string, type: string, values: readonly string[]): Sql =>
  values.length === 0
    ? "0"
    : sql`${column} IN (${joinSql(
        values.map((value) => bound(type, value)),
        ", ",
      )})`;
const and = (one: Sql, other: Sql): Sql => sql`${one} AND ${other}`;

function compiled(fragment: Sql): CompiledSql {
  const printed = flatten(fragment);
  if (!printed) throw new Error("A person has too many distinct IDs to be erased at once.");
  return printed;
}
