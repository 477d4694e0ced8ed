import type { CompiledSql } from "./compiled.ts";
import type { ErasedTable } from "./erase.ts";
import { bound, flatten, joinSql, type Sql, sql } from "./fragment.ts";

/** Some events by their uuids, and the UTC days within which they are. */
export interface ErasedPage {
  readonly environmentId: number;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly uuids: readonly string[];
}

const many = (type: string, values: readonly string[]): Sql =>
  joinSql(
    values.map((value) => bound(type, value)),
    ", ",
  );

const tenant = (environmentId: number): Sql => sql`environment_id = ${bound("UInt32", environmentId)}`;

const ofPage = ({ environmentId, uuids }: ErasedPage): Sql =>
  sql`${tenant(environmentId)} AND uuid IN ${bound("Array(UUID)", uuids)}`;

const ofDays = (page: ErasedPage): Sql =>
  sql`${ofPage(page)} AND day >= ${bound("Date", page.firstDay)} AND day <= ${bound("Date", page.lastDay)}`;

/**
 * The tables that hold rows of a page's events, those that others are found by last: narrow copies, warnings about them,
 * the events. Every condition binds the environment and asks no other table.
 */
export function erasedPageTables(page: ErasedPage): readonly ErasedTable[] {
  if (page.uuids.length === 0) return [];
  const warned = sql`${tenant(page.environmentId)} AND uuid IN ${bound("Array(String)", page.uuids)}`;
  return [
    { table: "events_by_person", where: compiled(ofPage(page)) },
    { table: "ingestion_warnings", where: compiled(warned) },
    { table: "events", where: compiled(ofDays(page)) },
  ];
}

/** Day, name, lane, bot and count of a page's events: what `events_daily` has to give back. */
export const pageCounts = (page: ErasedPage): CompiledSql =>
  compiled(
    sql`SELECT toString(day), event, lane, bot, toString(count()) FROM events WHERE ${ofDays(page)} GROUP BY day, event, lane, bot ORDER BY day, event, lane, bot`,
  );

/** Sessions of a page's events. */
export const pageSessions = (page: ErasedPage): CompiledSql =>
  compiled(sql`SELECT DISTINCT toString(session_key) FROM events WHERE ${ofDays(page)} AND session_key != 0`);

/** Sessions by their keys, in `events` as in `sessions`. */
export const ofSessions = (environmentId: number, keys: readonly string[]): CompiledSql =>
  compiled(sql`${tenant(environmentId)} AND session_key IN (${many("UInt64", keys)})`);

/** Recordings that began within `[from, to)`, ms. */
export const recordingsWithin = (environmentId: number, from: number, to: number): CompiledSql =>
  compiled(
    sql`${tenant(environmentId)} AND first_timestamp >= ${moment(from)} AND first_timestamp < ${moment(to)}`,
  );

/** A page of the files of some recordings, after the last one of the page before. */
export function filesOf({ sql: where, params }: CompiledSql, after: string, limit: number): CompiledSql {
  return {
    sql: `SELECT DISTINCT object_key FROM recordings WHERE ${where} AND object_key > {after:String} ORDER BY object_key LIMIT ${limit}`,
    params: { ...params, after: { type: "String", value: after } },
  };
}

const moment = (ms: number): Sql => sql`fromUnixTimestamp64Milli(${bound("Int64", String(ms))}, 'UTC')`;

function compiled(fragment: Sql): CompiledSql {
  const printed = flatten(fragment);
  if (!printed) throw new Error("A page of events is too long.");
  return printed;
}
