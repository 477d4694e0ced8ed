import type { CompiledSql } from "@edgewise/core/sql/compiled.ts";

/** Asks which rows of a batch are stored; only tables with a `batch` column can be asked. */
export interface LandedQuestion {
  readonly query: CompiledSql;
  /** The lines that are not among the uuids found. */
  missing(found: ReadonlySet<string>): string[];
}

interface EventFacts {
  readonly uuid: string;
  readonly environment_id: number;
  readonly day: string;
  readonly batch: string | number;
}

/**
 * After an ambiguous failure of an `events` insert: which uuids of this batch landed? The sort key's environment and
 * the partition's days keep the question small. Null when the rows can't be asked for (other tables replace rows by
 * version, so sending them again changes nothing).
 */
export function landedQuestion(table: string, ndjson: string): LandedQuestion | null {
  if (table !== "events") return null;
  const lines = ndjson.trimEnd().split("\n");
  const facts = lines.map(factsOf);
  const known = facts.filter((fact) => fact !== null);
  if (known.length === 0) return null;
  const distinct = <T>(values: readonly T[]): T[] => Array.from(new Set(values));
  return {
    query: {
      sql: "SELECT toString(uuid) FROM events WHERE environment_id IN {p0:Array(UInt32)} AND day IN {p1:Array(Date)} AND batch IN {p2:Array(UInt64)} FORMAT JSON",
      params: {
        p0: { type: "Array(UInt32)", value: distinct(known.map((fact) => fact.environment_id)) },
        p1: { type: "Array(Date)", value: distinct(known.map((fact) => fact.day)) },
        p2: { type: "Array(UInt64)", value: distinct(known.map((fact) => String(fact.batch))) },
      },
    },
    missing: (found) => lines.filter((_, i) => !found.has(facts[i]?.uuid.toLowerCase() ?? "")),
  };
}

function factsOf(line: string): EventFacts | null {
  try {
    const { uuid, environment_id, day, batch } = JSON.parse(line) as Partial<EventFacts>;
    if (typeof uuid !== "string" || environment_id === undefined || day === undefined || batch === undefined)
      return null;
    return { uuid, environment_id, day, batch };
  } catch {
    return null;
  }
}
