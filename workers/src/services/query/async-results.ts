import type { JsonObject } from "@edgewise/core/events/types.ts";
import { isoMicros } from "../../http/time.ts";

const MAX_RESULTS = 50;

/**
 * Finished queries by tenant and client query id, for clients that poll. Queries are computed within their request,
 * so a poll that reaches another isolate finds nothing (404) and the client asks again.
 */
export class AsyncResults {
  readonly #results = new Map<string, JsonObject>();

  set(environmentId: number, id: string, status: JsonObject): void {
    const key = `${environmentId}:${id}`;
    this.#results.delete(key);
    this.#results.set(key, status);
    const [oldest] = this.#results.keys();
    if (this.#results.size > MAX_RESULTS && oldest !== undefined) this.#results.delete(oldest);
  }

  get(environmentId: number, id: string): JsonObject | undefined {
    return this.#results.get(`${environmentId}:${id}`);
  }
}

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
