import type { Message } from "./identity/messages.ts";

export interface Letter {
  readonly seq: number;
  readonly message: Message;
}

/** Letters of one delivery. */
const DELIVERY = 200;

/**
 * Durable, ordered messages to other partitions. A letter stays until its receiver confirmed it; the receiver remembers
 * the last number it processed per sender, so a repeated delivery changes nothing.
 */
export class Mail {
  private readonly sql: SqlStorage;
  private readonly firstNumber: number;
  private pending: { readonly destination: number; readonly message: Message }[] = [];
  /** Letters not confirmed yet, by destination. */
  private waiting = new Map<number, number>();

  /** `now`: numbers of a new storage start at the time, so that a receiver never takes them for known ones. */
  constructor(sql: SqlStorage, now: number) {
    this.sql = sql;
    this.firstNumber = now;
    this.reload();
  }

  reload(): void {
    this.pending = [];
    const rows = this.sql.exec<{ destination: number; n: number }>(
      "SELECT destination, count(*) AS n FROM mail_out GROUP BY destination",
    );
    this.waiting = new Map(rows.toArray().map((row) => [row.destination, row.n]));
  }

  get size(): number {
    let size = 0;
    for (const count of this.waiting.values()) size += count;
    return size;
  }

  destinations(): number[] {
    return Array.from(this.waiting.keys());
  }

  /** Queues a letter; {@link write} makes it durable with the rest of the transaction. */
  post(destination: number, message: Message): void {
    this.pending.push({ destination, message });
  }

  /** Inside a transaction. Numbers continue after the last one ever used: it stays in `mail_sent`. */
  write(): void {
    for (const { destination, message } of this.pending) {
      const { seq } = this.sql
        .exec<{ seq: number }>(
          `INSERT INTO mail_sent VALUES (?, ?) ON CONFLICT DO UPDATE SET seq = seq + 1 RETURNING seq`,
          destination,
          this.firstNumber,
        )
        .one();
      this.sql.exec("INSERT INTO mail_out VALUES (?, ?, ?)", destination, seq, JSON.stringify(message));
      this.waiting.set(destination, (this.waiting.get(destination) ?? 0) + 1);
    }
    this.pending = [];
  }

  /** The next letters for a destination, in order. */
  read(destination: number): Letter[] {
    return this.sql
      .exec<{ seq: number; body: string }>(
        "SELECT seq, body FROM mail_out WHERE destination = ? ORDER BY seq LIMIT ?",
        destination,
        DELIVERY,
      )
      .toArray()
      .map((row) => ({ seq: row.seq, message: JSON.parse(row.body) as Message }));
  }

  /** Forgets what the destination processed. */
  confirm(destination: number, seq: number): void {
    const { rowsWritten } = this.sql.exec(
      "DELETE FROM mail_out WHERE destination = ? AND seq <= ?",
      destination,
      seq,
    );
    const left = (this.waiting.get(destination) ?? 0) - rowsWritten;
    if (left > 0) this.waiting.set(destination, left);
    else this.waiting.delete(destination);
  }

  /** Last letter of a sender that was processed here. */
  received(origin: number): number {
    const row = this.sql.exec<{ seq: number }>("SELECT seq FROM mail_in WHERE origin = ?", origin).next();
    return row.done ? 0 : row.value.seq;
  }

  markReceived(origin: number, seq: number): void {
    this.sql.exec("INSERT OR REPLACE INTO mail_in VALUES (?, ?)", origin, seq);
  }
}
