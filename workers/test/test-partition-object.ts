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
