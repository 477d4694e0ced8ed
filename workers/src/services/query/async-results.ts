import type { JsonObject } from "@edgewise/core/events/types.ts";
import { isoMicros } from "../../http/time.ts";
import type { SharedCache } from "../../ports/shared-cache.ts";

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

/** `query_status` of a finished query (API.md 1.3). */
export function finishedStatus(
  id: string,
  environmentId: number,
  startedAt: number,
  endedAt: number,
  outcome: { readonly results: JsonObject | null; readonly error: string | null },
): JsonObject {
  return {
    id,
    team_id: environmentId,
    insight_id: null,
    dashboard_id: null,
    query_async: true,
    complete: true,
    error: outcome.error !== null,
    error_message: outcome.error,
    results: outcome.results,
    start_time: isoMicros(new Date(startedAt)),
    pickup_time: isoMicros(new Date(startedAt)),
    end_time: isoMicros(new Date(endedAt)),
    expiration_time: null,
    task_id: null,
    labels: null,
    query_progress: null,
  };
}
