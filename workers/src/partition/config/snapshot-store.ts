import type { ProjectSnapshot } from "@edgewise/core/flags/snapshot.ts";

/** Characters per row: a row may hold 2 MB, a character takes at most three bytes. */
const PART_LENGTH = 500_000;

/** One snapshot, in parts, so that large projects fit into SQLite rows. */
export class SnapshotStore {
  readonly #sql: SqlStorage;
  #held: ProjectSnapshot | null = null;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec("CREATE TABLE IF NOT EXISTS snapshot_parts (part INTEGER PRIMARY KEY, text TEXT NOT NULL)");
  }

  /** 0 when there is none. */
  version(): number {
    return this.get()?.version ?? 0;
  }

  get(): ProjectSnapshot | null {
    if (this.#held !== null) return this.#held;
    const parts = this.#sql.exec<{ text: string }>("SELECT text FROM snapshot_parts ORDER BY part").toArray();
    if (parts.length > 0) this.#held = JSON.parse(parts.map(({ text }) => text).join("")) as ProjectSnapshot;
    return this.#held;
  }

  put(snapshot: ProjectSnapshot): void {
    const text = JSON.stringify(snapshot);
    this.#sql.exec("DELETE FROM snapshot_parts");
    for (let at = 0; at < text.length; at += PART_LENGTH) {
      this.#sql.exec(
        "INSERT INTO snapshot_parts (part, text) VALUES (?, ?)",
        at / PART_LENGTH,
        text.slice(at, at + PART_LENGTH),
      );
    }
    this.#held = snapshot;
  }
}
