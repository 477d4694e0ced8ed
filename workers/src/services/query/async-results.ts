import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { SharedCache } from "../../ports/shared-cache.ts";
import { type StatusFacts, statusOf } from "./jobs/job.ts";

const MAX_RESULTS = 50;
const SHARED_SECONDS = 600;
const MAX_SHARED = 4_000_000;

/** Finished queries by tenant and client query id, for clients that poll: of this isolate, else of another one. */
export class AsyncResults {
  readonly #results = new Map<string, JsonObject>();
  readonly #shared: SharedCache;

  constructor(shared: SharedCache) {
    this.#shared = shared;
  }

  async set(environmentId: number, id: string, status: JsonObject): Promise<void> {
    const key = keyOf(environmentId, id);
    this.#results.delete(key);
    this.#results.set(key, status);
    const [oldest] = this.#results.keys();
    if (this.#results.size > MAX_RESULTS && oldest !== undefined) this.#results.delete(oldest);
    const text = JSON.stringify(status);
    if (text.length <= MAX_SHARED) await this.#shared.set(key, text, SHARED_SECONDS);
  }

  async get(environmentId: number, id: string): Promise<JsonObject | undefined> {
    const key = keyOf(environmentId, id);
    const known = this.#results.get(key);
    if (known) return known;
    const text = await this.#shared.get(key);
    return text === undefined ? undefined : (JSON.parse(text) as JsonObject);
  }
}

const keyOf = (environmentId: number, id: string): string => `status_${environmentId}_${id}`;

/** `query_status` of a query that was computed within its request, with its result. */
export const finishedStatus = ({
  results,
  ...facts
}: Omit<StatusFacts, "pickedUpAt"> & { readonly results: JsonObject | null }): JsonObject => ({
  ...statusOf({ ...facts, pickedUpAt: facts.startedAt }),
  results,
});
