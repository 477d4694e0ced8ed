import type { RestoredSpan } from "@edgewise/core/insights/weights.ts";

export interface EnvironmentSpan extends RestoredSpan {
  readonly environmentId: number;
}

/** Spans that queries are told; older ones are read as the sample that they were. */
const MAX_SPANS = 100;

/** Times of which everything that came over a limit was stored after all. */
export class RestoredSpans {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      `CREATE TABLE IF NOT EXISTS restored_spans (id TEXT PRIMARY KEY, environment_id INTEGER NOT NULL,
       starts INTEGER NOT NULL, ends INTEGER NOT NULL, event TEXT NOT NULL) WITHOUT ROWID`,
    );
  }

  /** The same `id` again changes nothing. */
  put(id: string, { environmentId, from, to, event }: EnvironmentSpan): void {
    this.#sql.exec(
      "INSERT OR IGNORE INTO restored_spans VALUES (?, ?, ?, ?, ?)",
      id,
      environmentId,
      from,
      to,
      event,
    );
  }

  of(environmentId: number): RestoredSpan[] {
    return [
      ...this.#sql.exec<{ from: number; to: number; event: string }>(
        `SELECT starts AS "from", ends AS "to", event FROM restored_spans WHERE environment_id = ?
         ORDER BY ends DESC LIMIT ${MAX_SPANS}`,
        environmentId,
      ),
    ];
  }

  /** Forgets spans that ended before a time (ms). */
  prune(before: number): void {
    this.#sql.exec("DELETE FROM restored_spans WHERE ends < ?", before);
  }
}
