import type { CompiledSql } from "./compiled.ts";
import { bound, flatten, joinSql, type Sql, sql } from "./fragment.ts";

/** Rows and their state in one number, that any new, changed or deleted row of the tenant changes. */
const STATE: Readonly<Record<string, string>> = {
  events: "tuple(sum(count), max(last_seen), min(first_seen)) AS state FROM events_daily",
  persons: "tuple(count(), groupBitXor(cityHash64(person_key, version))) AS state FROM persons",
  person_distinct_ids:
    "tuple(count(), groupBitXor(cityHash64(distinct_key, version))) AS state FROM person_distinct_ids",
  person_overrides:
    "tuple(count(), groupBitXor(cityHash64(distinct_key, version))) AS state FROM person_overrides",
  recordings:
    "tuple(count(), groupBitXor(cityHash64(session_id, first_timestamp, uuid))) AS state FROM recordings",
  groups:
    "tuple(count(), groupBitXor(cityHash64(group_type_index, group_key, version))) AS state FROM groups",
  cohort_members:
    "tuple(count(), groupBitXor(cityHash64(cohort_id, person_key, version))) AS state FROM cohort_members",
  cohort_list:
    "tuple(count(), groupBitXor(cityHash64(cohort_id, person_key, version))) AS state FROM cohort_list",
};

/** Tables that are filled from others. */
const FROM: Readonly<Record<string, string>> = {
  events_daily: "events",
  events_by_person: "events",
  sessions: "events",
};

const READ = /\b(?:FROM|JOIN|IN) ([a-z_]\w*)\b(?!\()/g;
const OTHERWISE = /\b(?:now|now64|today|yesterday|rand\w*|generate\w+|currentTimestamp|NOW)\s*\(/;
/** Names of a query's own parts. */
const OWN = /^cte_/;

/**
 * Tables whose state decides what a printed query answers; undefined when its answer changes by itself (clock, chance)
 * or reads a table whose state isn't known.
 */
export function versionedTables(printed: string): readonly string[] | undefined {
  if (OTHERWISE.test(printed)) return undefined;
  const tables = new Set<string>();
  for (const [, name = ""] of printed.matchAll(READ)) {
    if (OWN.test(name)) continue;
    const table = FROM[name] ?? name;
    if (!Object.hasOwn(STATE, table)) return undefined;
    tables.add(table);
  }
  return [...tables].sort();
}

/** One row a table: its name and the state of the environment's rows in it, as text. */
export function dataVersionQuery(environmentId: number, tables: readonly string[]): CompiledSql {
  const parts = tables.map(
    (table): Sql =>
      sql`SELECT ${bound("String", table)} AS name, toString(state) AS version FROM (SELECT ${STATE[table] ?? ""} WHERE environment_id = ${bound("UInt32", environmentId)})`,
  );
  const flat = flatten(joinSql(parts, " UNION ALL "));
  if (!flat) throw new Error("A query of our own is too long.");
  return flat;
}
