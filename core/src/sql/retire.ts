import type { CompiledSql } from "./compiled.ts";
import type { ErasedTable } from "./erase.ts";
import { bound, flatten, type Sql, sql } from "./fragment.ts";

const tenant = (environmentId: number): Sql => sql`environment_id = ${bound("UInt32", environmentId)}`;

/** The oldest UTC day with events; one row, whose text is '' for none. */
export const oldestDay = (environmentId: number): CompiledSql =>
  compiled(sql`SELECT if(count() = 0, '', toString(min(day))) FROM events WHERE ${tenant(environmentId)}`);

/** Events of a UTC day, and of it one slice of `of`, whole: to be stored again as they were. */
export const retiredRows = (environmentId: number, day: string, slice: number, of: number): CompiledSql =>
  compiled(
    sql`SELECT * FROM events WHERE ${ofDay(environmentId, day)} AND cityHash64(uuid) % ${bound("UInt32", of)} = ${bound("UInt32", slice)}`,
  );

export const countOfDay = (environmentId: number, day: string): CompiledSql =>
  compiled(sql`SELECT count() FROM events WHERE ${ofDay(environmentId, day)}`);

/** A UTC day of an environment in every table, events last: until then it can be seen that something is left. */
export function retiredTables(environmentId: number, day: string): readonly ErasedTable[] {
  const end = sql`toDateTime64(${bound("String", `${day} 23:59:59.999`)}, 3, 'UTC')`;
  const start = sql`toDateTime64(${bound("String", `${day} 00:00:00.000`)}, 3, 'UTC')`;
  const of = (table: string, condition: Sql): ErasedTable => ({
    table,
    where: compiled(sql`${tenant(environmentId)} AND ${condition}`),
  });
  return [
    of("events_by_person", sql`timestamp >= ${start} AND timestamp <= ${end}`),
    of("sessions", sql`max_timestamp <= ${end}`),
    of("events_daily", sql`day = ${bound("Date", day)}`),
    of("events", sql`day = ${bound("Date", day)}`),
  ];
}

/** Recordings whose own time ends within a day: their files go before the table forgets their names. */
export const endedRecordings = (environmentId: number): CompiledSql =>
  compiled(
    sql`${tenant(environmentId)} AND toDateTime(last_timestamp) + toIntervalDay(retention_days) < now() + toIntervalDay(1)`,
  );

const ofDay = (environmentId: number, day: string): Sql =>
  sql`${tenant(environmentId)} AND day = ${bound("Date", day)}`;

function compiled(fragment: Sql): CompiledSql {
  const printed = flatten(fragment);
  if (!printed) throw new Error("A query of our own is too long.");
  return printed;
}
