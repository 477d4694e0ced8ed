import type { AppendBatch } from "@edgewise/core/events/types.ts";

const offered = new Map<string, readonly AppendBatch[]>();
/** Random, so that a ticket means nothing in any other isolate. Made late: there is no randomness at start. */
let isolate = "";
let offers = 0;

/**
 * Leaves batches for a partition in this isolate's memory. On one machine edge and partitions share an isolate: then a
 * ticket crosses the call instead of megabytes of rows. Withdraw it once the call is over.
 */
export function offer(batches: readonly AppendBatch[]): string {
  isolate ||= crypto.randomUUID();
  const ticket = `${isolate} ${++offers}`;
  offered.set(ticket, batches);
  return ticket;
}

export function withdraw(ticket: string): void {
  offered.delete(ticket);
}

/** The batches of a ticket; undefined when another isolate gave it out. */
export function taken(ticket: string): readonly AppendBatch[] | undefined {
  return offered.get(ticket);
}
