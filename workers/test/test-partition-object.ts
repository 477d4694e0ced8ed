import { PartitionObject } from "../src/partition/partition-object.ts";
import { inflated } from "../src/zstd.ts";

/** The real partition with a clock that tests can move. */
export class TestPartitionObject extends PartitionObject {
  private offset = 0;

  // The base constructor asks for the time before this class's fields exist.
  protected override now(): number {
    return super.now() + (this.offset ?? 0);
  }

  /** Moves the clock by `ms` from the real one. */
  moveClock(ms: number): void {
    this.offset = ms;
  }

  private cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] | undefined;

  /** SQLite rows written since the call before; the first call begins to count. What a hosted deployment pays for. */
  rowsWritten(): number {
    const { sql } = this.ctx.storage;
    const counted = this.cursors?.reduce((sum, cursor) => sum + cursor.rowsWritten, 0) ?? 0;
    if (!this.cursors) {
      const exec = sql.exec.bind(sql) as SqlStorage["exec"];
      sql.exec = ((...args: Parameters<SqlStorage["exec"]>) => {
        const cursor = exec(...args);
        this.cursors?.push(cursor);
        return cursor;
      }) as SqlStorage["exec"];
    }
    this.cursors = [];
    return counted;
  }

  /** Makes the outbox look as it did before chunks were compressed. */
  uncompressOutbox(): void {
    const { sql } = this.ctx.storage;
    for (const { id, body } of sql
      .exec<{ id: number; body: ArrayBuffer }>("SELECT id, body FROM outbox")
      .toArray())
      sql.exec("UPDATE outbox SET body = ? WHERE id = ?", inflated(new Uint8Array(body)), id);
  }

  /** Runs the alarm now. */
  ring(): Promise<void> {
    return this.alarm();
  }
}
