import type { MergeRecord } from "@edgewise/core/events/merge.ts";
import type { LoggedMerge } from "./person-store.ts";

type Row = {
  id: string;
  environment_id: number;
  at: number;
  kind: LoggedMerge["kind"];
  source_id: string;
  source_home: number;
  source_distinct_id: string;
  target_id: string;
  target_distinct_id: string;
  moved: string;
  record: string;
  undone_at: number | null;
};

function toMerge(row: Row): LoggedMerge {
  return {
    id: row.id,
    environmentId: row.environment_id,
    at: row.at,
    kind: row.kind,
    source: { id: row.source_id, home: row.source_home },
    sourceDistinctId: row.source_distinct_id,
    targetId: row.target_id,
    targetDistinctId: row.target_distinct_id,
    moved: JSON.parse(row.moved) as string[],
    record: JSON.parse(row.record) as MergeRecord,
    undoneAt: row.undone_at,
  };
}

/** Every merge whose target lives here, newest first. Kept for good: it is what an undo needs. */
export class MergeLog {
  private readonly sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.sql = sql;
  }

  add(merge: LoggedMerge): void {
    this.sql.exec(
      "INSERT OR IGNORE INTO merges VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
      merge.id,
      merge.environmentId,
      merge.at,
      merge.kind,
      merge.source.id,
      merge.source.home,
      merge.sourceDistinctId,
      merge.targetId,
      merge.targetDistinctId,
      JSON.stringify(merge.moved),
      JSON.stringify(merge.record),
    );
  }

  get(id: string): LoggedMerge | null {
    const row = this.sql.exec<Row>("SELECT * FROM merges WHERE id = ?", id).next();
    return row.done ? null : toMerge(row.value);
  }

  markUndone(id: string, at: number): void {
    this.sql.exec("UPDATE merges SET undone_at = ? WHERE id = ?", at, id);
  }

  /** Merges of an erased person, which hold properties of both sides. */
  forget(personId: string): void {
    this.sql.exec("DELETE FROM merges WHERE target_id = ?1 OR source_id = ?1", personId);
  }

  /** A page before `before` (ms), of one person when given. */
  list(environmentId: number, limit: number, before: number, personId: string | null): LoggedMerge[] {
    return this.sql
      .exec<Row>(
        `SELECT * FROM merges WHERE environment_id = ?1 AND at < ?3 AND (?4 IS NULL OR target_id = ?4 OR source_id = ?4)
         ORDER BY at DESC, id DESC LIMIT ?2`,
        environmentId,
        limit,
        before,
        personId,
      )
      .toArray()
      .map(toMerge);
  }
}
