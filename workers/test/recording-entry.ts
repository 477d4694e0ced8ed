import { DurableObject } from "cloudflare:workers";
import { unpackBatch } from "@edgewise/core/events/pack.ts";
import type { AppendBatch, AppendResult } from "@edgewise/core/events/types.ts";
import type { EdgeEnv } from "../src/env.ts";
import entry from "./entry.ts";

export { ConfigObject } from "../src/partition/config-object.ts";

/** The test entry, and `GET /__r2/<key>` to look at a stored object. */
export default {
  async fetch(request: Request, env: EdgeEnv, ctx: ExecutionContext): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith("/__r2/")) return entry.fetch(request, env, ctx);
    const object = await env.RECORDINGS.get(decodeURIComponent(pathname.slice("/__r2/".length)));
    return object ? new Response(object.body) : new Response(null, { status: 404 });
  },
};

/** Keeps what the edge appended, as JSON, so that a test can look at exactly what was handed over. */
export class PartitionObject extends DurableObject<EdgeEnv> {
  #batches: AppendBatch[] = [];
  #full = false;
  #calls = 0;

  append(packed: readonly Uint8Array[]): AppendResult[] {
    const batches = packed.map(unpackBatch).map((batch) => ({
      ...batch,
      events: batch.events.map((event) => ({
        ...event,
        row: new TextDecoder().decode(event.row as Uint8Array),
      })),
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
