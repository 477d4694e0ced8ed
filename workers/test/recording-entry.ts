import { DurableObject } from "cloudflare:workers";
import { unpackBatch } from "@edgewise/core/events/pack.ts";
import type { RowSpan } from "@edgewise/core/events/row-buffer.ts";
import type { AppendBatch, AppendResult } from "@edgewise/core/events/types.ts";
import type { EdgeEnv } from "../src/env.ts";
import { taken } from "../src/partition/handoff.ts";
import entry from "./entry.ts";

export { ConfigObject } from "../src/partition/config-object.ts";
export { SaltObject } from "../src/partition/salt-object.ts";

/** The test entry, and `GET /__r2/<key>` to look at a stored object. */
export default {
  async fetch(request: Request, env: EdgeEnv, ctx: ExecutionContext): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith("/__r2/")) return entry.fetch(request, env, ctx);
    const object = await env.RECORDINGS.get(decodeURIComponent(pathname.slice("/__r2/".length)));
    return object ? new Response(object.body) : new Response(null, { status: 404 });
  },
};

const textOf = (row: string | RowSpan): string =>
  typeof row === "string" ? row : new TextDecoder().decode(row.bytes.subarray(row.from, row.to));

/** Keeps what the edge appended, as JSON, so that a test can look at exactly what was handed over. */
export class PartitionObject extends DurableObject<EdgeEnv> {
  #batches: AppendBatch[] = [];
  #full = false;
  #calls = 0;

  append(packed: readonly Uint8Array[]): AppendResult[] {
    return this.#record(packed.map(unpackBatch));
  }

  /** Odd partitions answer as if they lived elsewhere, so that both ways are walked. */
  appendOffered(ticket: string): AppendResult[] | null {
    const batches = /[13579]$/.test(this.ctx.id.name ?? "") ? undefined : taken(ticket);
    return batches ? this.#record(batches) : null;
  }

  #record(handed: readonly AppendBatch[]): AppendResult[] {
    const batches = handed.map((batch) => ({
      ...batch,
      events: batch.events.map((event) => ({ ...event, row: textOf(event.row) })),
    }));
    this.#calls++;
    if (this.#full) return batches.map(() => ({ ok: false, code: "backlog_full", retryAfterSeconds: 7 }));
    this.#batches.push(...batches);
    return batches.map((batch) => ({ ok: true, stored: batch.events.length, duplicate: 0 }));
  }

  /** Everything appended since the last call. */
  taken(): { batches: AppendBatch[]; calls: number } {
    const result = { batches: this.#batches, calls: this.#calls };
    this.#batches = [];
    this.#calls = 0;
    return result;
  }

  setFull(full: boolean): void {
    this.#full = full;
  }
}
