import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import { cacheApi } from "../../adapters/cache/cache-api.ts";
import type { Deps } from "../../deps.ts";
import { ApiError } from "../../http/errors.ts";
import { AsyncResults, finishedStatus } from "./async-results.ts";
import { definitionsFor } from "./definitions.ts";
import { queryEngineOf } from "./engine.ts";
import { type QueryRequest, refreshMode } from "./request.ts";
import { runQuery } from "./run-query.ts";
import type { QueryTenant } from "./tenant.ts";

const finished = new AsyncResults(cacheApi());

/** The engine's name of a client's query: the same in every isolate, so that any of them can cancel it. */
const engineQueryId = (environmentId: number, clientId: string): string =>
  `edgewise-${environmentId}-${clientId}`;

export interface AnswerOptions {
  /** Kind that the request's path names. */
  readonly pathKind?: string;
  /** Keeps the isolate at work after the answer has left. */
  readonly background?: Pick<ExecutionContext, "waitUntil">;
}

/**
 * Runs a query for `POST /query/`. Async modes are computed at once too: their answer carries the result and a
 * complete `query_status`. Throws ApiError.
 */
export async function answerQuery(
  deps: Deps,
  access: QueryTenant,
  request: QueryRequest,
  signal: AbortSignal,
  { pathKind, background }: AnswerOptions = {},
): Promise<JsonObject> {
  const { kind } = request.query;
  if (pathKind !== undefined && pathKind !== kind) {
    throw new ApiError(
      "invalid_input",
      `Query kind mismatch: the path says "${pathKind}", the query "${kind}".`,
    );
  }
  const id = request.client_query_id ?? deps.newId();
  const startedAt = deps.now().getTime();
  const asked = [request.query, request.filters_override ?? null] as JsonValue;
  const [engine, definitions] = await Promise.all([queryEngineOf(deps), definitionsFor(asked, access, deps)]);
  const done = (results: JsonObject | null, error: string | null) =>
    finishedStatus(id, access.environmentId, startedAt, deps.now().getTime(), { results, error });
  try {
    const response = await runQuery(engine, {
      access,
      request,
      definitions,
      engineQueryId: engineQueryId(access.environmentId, id),
      signal,
      now: () => deps.now().getTime(),
      ...(background ? { inBackground: (task) => background.waitUntil(task) } : {}),
    });
    const async = refreshMode(request).includes("async");
    if (request.client_query_id || async) await finished.set(access.environmentId, id, done(response, null));
    return async ? { ...response, query_status: done(null, null) } : response;
  } catch (error) {
    if (error instanceof ApiError && request.client_query_id) {
      await finished.set(access.environmentId, id, done(null, error.message));
    }
    throw error;
  }
}

/** `query_status` of a finished query, with its result; undefined when nobody knows it any more. */
export async function pollQuery(access: QueryTenant, clientId: string): Promise<JsonObject | undefined> {
  return finished.get(access.environmentId, clientId);
}

/** Stops a running query of this environment; nothing happens when it has already ended. */
export async function cancelQuery(deps: Deps, access: QueryTenant, clientId: string): Promise<void> {
  const { warehouse } = await queryEngineOf(deps);
  await warehouse.cancel(engineQueryId(access.environmentId, clientId));
}
