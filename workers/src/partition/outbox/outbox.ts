import { compressed, joined } from "../../zstd.ts";
import type { PartitionConfig } from "../config.ts";
import { readMeta, writeMeta } from "../schema.ts";
import { bodyOf, type Line, type Part, partsWith } from "./body.ts";

/** Warehouse tables that a partition feeds; `over_limit` goes to object storage. */
export const TARGETS = [
  "events",
  "over_limit",
  "recordings",
  "persons",
  "person_distinct_ids",
  "person_overrides",
  "groups",
  "ingestion_warnings",
] as const;
export type Target = (typeof TARGETS)[number];

interface Batch {
  rows: number;
  bytes: number;
  /** What was written, while there is memory for it: a flush then reads nothing. */
  bodies: Uint8Array[] | null;
}

/** Lines of one target and batch that the running transaction will write. */
interface Buffer {
  readonly batch: number;
  parts: Part[];
  rows: number;
  chars: number;
}

/** Lines of one transaction share chunks. A value in SQLite has 2 MB at most, so what is larger spans several. */
const CHUNK_CHARS = 4_000_000;
const CHUNK_BYTES = 1_800_000;
/** Bytes of unflushed chunks, compressed, that are kept in memory too. */
const MEMORY_BYTES = 8 * 1024 * 1024;
/** Bodies begin with it when they are rows as such: written before chunks were compressed. */
const BRACE = 0x7b;

/**
 * Rows on their way to the warehouse, as compressed NDJSON chunks that belong to numbered batches.
 *
 * A batch takes rows until it is sealed; it is sealed before its first attempt, and after a restart every batch that
 * is found is sealed. So what a batch key names never changes, and a repeated insert is identical. Numbers rise for
 * ever: they start at the time the storage was made, so a partition that lost its storage can't reuse one.
 */
export class Outbox {
  private readonly sql: SqlStorage;
  private readonly config: Pick<PartitionConfig, "batchBytes" | "batchRows" | "backlogBytes" | "backlogRows">;
  private readonly batches = new Map<Target, Map<number, Batch>>();
  private readonly open = new Map<Target, number>();
  private readonly buffers = new Map<Target, Buffer[]>();
  private nextChunk = 1;
  private inMemory = 0;
  rows = 0;
  bytes = 0;

  constructor(
    sql: SqlStorage,
    config: Pick<PartitionConfig, "batchBytes" | "batchRows" | "backlogBytes" | "backlogRows">,
  ) {
    this.sql = sql;
    this.config = config;
    this.reload();
  }

  /** Rebuilds memory from storage: at start, and after a transaction was rolled back. */
  reload(): void {
    this.batches.clear();
    this.open.clear();
    this.buffers.clear();
    this.rows = 0;
    this.bytes = 0;
    this.inMemory = 0;
    const query = `SELECT target, batch, sum(rows) AS rows, sum(bytes) AS bytes, max(id) AS id
      FROM outbox GROUP BY target, batch ORDER BY target, batch`;
    this.nextChunk = 1;
    for (const row of this.sql.exec<{
      target: Target;
      batch: number;
      rows: number;
      bytes: number;
      id: number;
    }>(query)) {
      this.batchesOf(row.target).set(row.batch, { rows: row.rows, bytes: row.bytes, bodies: null });
      this.rows += row.rows;
      this.bytes += row.bytes;
      this.nextChunk = Math.max(this.nextChunk, row.id + 1);
    }
  }

  private batchesOf(target: Target): Map<number, Batch> {
    let batches = this.batches.get(target);
    if (!batches) {
      batches = new Map();
      this.batches.set(target, batches);
    }
    return batches;
  }

  /** True when `bytes` more would pass a bound. */
  isFull(bytes: number): boolean {
    return this.bytes + bytes > this.config.backlogBytes || this.rows >= this.config.backlogRows;
  }

  /** Number of the batch that the next line of `target` joins. Inside a transaction. */
  batchFor(target: Target, now: number, partition: number): number {
    const open = this.open.get(target);
    const batch = open === undefined ? undefined : this.batchesOf(target).get(open);
    if (
      open !== undefined &&
      batch &&
      batch.rows < this.config.batchRows &&
      batch.bytes < this.config.batchBytes
    ) {
      return open;
    }
    const serial = Math.max((readMeta<number>(this.sql, "batch") ?? now) + 1, 1);
    writeMeta(this.sql, "batch", serial);
    // Room for 1024 partitions below 2^53 (the serial starts as milliseconds, 2^41).
    const id = serial * 1024 + (partition % 1024);
    this.batchesOf(target).set(id, { rows: 0, bytes: 0, bodies: [] });
    this.open.set(target, id);
    return id;
  }

  /** Adds a line to a batch; its bytes must stay as they are until {@link write}. Inside a transaction. */
  add(target: Target, batch: number, line: Line): void {
    const length = typeof line === "string" ? line.length : line.to - line.from - 1;
    let buffers = this.buffers.get(target);
    if (!buffers) {
      buffers = [];
      this.buffers.set(target, buffers);
    }
    let buffer = buffers.at(-1);
    if (!buffer || buffer.batch !== batch || buffer.chars + length > CHUNK_CHARS) {
      buffer = { batch, parts: [], rows: 0, chars: 0 };
      buffers.push(buffer);
    }
    partsWith(buffer.parts, line);
    buffer.rows += 1;
    buffer.chars += length + 1;
    const totals = this.batchesOf(target).get(batch)!;
    totals.rows += 1;
    totals.bytes += length + 1;
  }

  /** Writes the buffered lines. Inside a transaction. */
  write(): void {
    for (const [target, buffers] of this.buffers) {
      for (const { batch, parts, rows, chars } of buffers) {
        const plain = bodyOf(parts);
        const body = compressed(plain);
        for (let at = 0; at < body.byteLength; at += CHUNK_BYTES) {
          this.sql.exec(
            "INSERT INTO outbox VALUES (?, ?, ?, ?, ?, ?)",
            this.nextChunk++,
            target,
            batch,
            at === 0 ? rows : 0,
            at === 0 ? plain.byteLength : 0,
            body.byteLength > CHUNK_BYTES ? body.subarray(at, at + CHUNK_BYTES) : body,
          );
        }
        const totals = this.batchesOf(target).get(batch)!;
        totals.bytes += plain.byteLength - chars;
        this.remember(totals, body);
        this.rows += rows;
        this.bytes += plain.byteLength;
      }
    }
    this.buffers.clear();
  }

  private remember(batch: Batch, body: Uint8Array): void {
    if (!batch.bodies) return;
    if (this.inMemory + body.byteLength <= MEMORY_BYTES) {
      batch.bodies.push(body);
      this.inMemory += body.byteLength;
    } else this.forget(batch);
  }

  private forget(batch: Batch): void {
    for (const { byteLength } of batch.bodies ?? []) this.inMemory -= byteLength;
    batch.bodies = null;
  }

  /** The oldest batch of `target`, sealed: nothing joins it any more. */
  takeOldest(target: Target): { batch: number; rows: number } | null {
    const first = this.batchesOf(target).entries().next();
    if (first.done) return null;
    const [batch, { rows }] = first.value;
    if (this.open.get(target) === batch) this.open.delete(target);
    return { batch, rows };
  }

  /** True when a batch waits that takes no more rows. */
  hasSealed(): boolean {
    return TARGETS.some((target) => !this.isOpenOnly(target));
  }

  /** True when only the batch that still takes rows is left: it waits for the next flush, so that batches stay large. */
  isOpenOnly(target: Target): boolean {
    return this.batchesOf(target).size === (this.open.has(target) ? 1 : 0);
  }

  /** Ends the batches that still take rows; all that waits now has a number up to the answer (0 = nothing). */
  seal(): number {
    this.open.clear();
    return this.newestBatch();
  }

  /** True when a batch up to this number still waits. */
  holdsUpTo(mark: number): boolean {
    return Array.from(this.batches.values()).some((batches) =>
      Array.from(batches.keys()).some((batch) => batch <= mark),
    );
  }

  /** Highest batch number that waits, 0 when none does. */
  newestBatch(): number {
    return Math.max(0, ...Array.from(this.batches.values(), (batches) => Math.max(0, ...batches.keys())));
  }

  /** A batch's chunks as they were written: zstd frames behind each other. */
  read(target: Target, batch: number): Uint8Array {
    const { bodies } = this.batchesOf(target).get(batch) ?? {};
    if (bodies) return joined(bodies);
    const chunks = this.sql
      .exec<{ body: ArrayBuffer }>(
        "SELECT body FROM outbox WHERE target = ? AND batch = ? ORDER BY id",
        target,
        batch,
      )
      .toArray()
      .map(({ body }) => new Uint8Array(body));
    const all = joined(chunks);
    return all[0] === BRACE ? compressed(all) : all;
  }

  /** Forgets a batch that the warehouse confirmed. Inside a transaction. */
  remove(target: Target, batch: number): void {
    this.sql.exec("DELETE FROM outbox WHERE target = ? AND batch = ?", target, batch);
    const totals = this.batchesOf(target).get(batch);
    if (!totals) return;
    this.forget(totals);
    this.batchesOf(target).delete(batch);
    this.rows -= totals.rows;
    this.bytes -= totals.bytes;
  }
}
