import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import { cacheApi } from "../../adapters/cache/cache-api.ts";
import type { RegionDeps } from "../../deps.ts";
import { ApiError } from "../../http/errors.ts";
import { AsyncResults, finishedStatus } from "./async-results.ts";
import { definitionsFor } from "./definitions.ts";
import { queryEngineOf } from "./engine.ts";
import { engineQueryId } from "./engine-query-id.ts";
import { type JobRpc, type JobState, progressOf, statusOf } from "./jobs/job.ts";
import { enqueues, type QueryRequest, refreshMode } from "./request.ts";
import { runQuery } from "./run-query.ts";
import type { QueryTenant } from "./tenant.ts";

const finished = new AsyncResults(cacheApi());

export interface AnswerOptions {
  /** Kind that the request's path names. */
  readonly pathKind?: string;
  /** Keeps the isolate at work after the answer has left. */
  readonly background?: Pick<ExecutionContext, "waitUntil">;
  /** The caller can poll: async modes answer at once, with a status alone, what is not kept. */
  readonly polls?: boolean;
}

/** Runs a query, or for those who poll starts it: an answer without `results` then. Throws ApiError. */
export async function answerQuery(
  deps: RegionDeps,
  access: QueryTenant,
  request: QueryRequest,
  signal: AbortSignal,
  { pathKind, background, polls = false }: AnswerOptions = {},
): Promise<JsonObject> {
  const { kind } = request.query;
  if (pathKind !== undefined && pathKind !== kind) {
    throw new ApiError(
      "invalid_input",
      `Query kind mismatch: the path says "${pathKind}", the query "${kind}".`,
    );
  }
  const id = request.client_query_id ?? deps.newId();
  const { environmentId } = access;
  const startedAt = deps.now().getTime();
  const asked = [request.query, request.filters_override ?? null] as JsonValue;
  const [engine, definitions] = await Promise.all([queryEngineOf(deps), definitionsFor(asked, access, deps)]);
  const done = (results: JsonObject | null, error: string | null) =>
    finishedStatus({ id, environmentId, startedAt, endedAt: deps.now().getTime(), results, error });
  const mode = refreshMode(request);
  const job = polls && enqueues(mode) ? deps.queryJobs?.(environmentId, id) : undefined;
  try {
    const response = await runQuery(engine, {
      access,
      request,
      definitions,
      engineQueryId: engineQueryId(environmentId, id),
      signal,
      now: () => deps.now().getTime(),
      ...(background ? { inBackground: (task) => background.waitUntil(task) } : {}),
      ...(job ? { instead: () => begun(job, { id, environmentId, request }) } : {}),
    });
    if (isPending(response)) return response;
    const async = mode.includes("async");
    if (request.client_query_id || async) await finished.set(environmentId, id, done(response, null));
    return async ? { ...response, query_status: done(null, null) } : response;
  } catch (error) {
    if (error instanceof ApiError && request.client_query_id) {
      await finished.set(environmentId, id, done(null, error.message));
    }
    throw error;
  }
}

async function begun(job: JobRpc, query: Parameters<JobRpc["start"]>[0]): Promise<JsonObject> {
  const { status } = await job.start(query);
  return { query_status: { ...status, results: null } };
}

/** True for the answer to a query that is still to be computed. */
export const isPending = ({ query_status }: JsonObject): boolean =>
  (query_status as JsonObject | null | undefined)?.complete === false;

/** How a query stands, with its result as JSON text when it has one; undefined when nobody knows it any more. */
export async function pollQuery(
  deps: RegionDeps,
  { environmentId }: QueryTenant,
  clientId: string,
  { showProgress = false } = {},
): Promise<JobState | undefined> {
  const job = await deps.queryJobs?.(environmentId, clientId).state();
  const runs = async () => await deps.warehouse.progress(engineQueryId(environmentId, clientId));
  if (job) {
    const asks = showProgress && job.status.complete === false && job.status.pickup_time !== null;
    const progress = asks ? await runs() : null;
    return progress ? { ...job, status: { ...job.status, query_progress: progressOf(progress) } } : job;
  }
  const known = await finished.get(environmentId, clientId);
  if (known) {
    const { results = null, ...status } = known;
    return { status, results: results === null ? null : JSON.stringify(results) };
  }
  // Nobody but the engine knows of a query that runs within its request.
  const progress = await runs();
  if (!progress) return undefined;
  const startedAt = deps.now().getTime() - Math.round(progress.elapsedSeconds * 1000);
  const facts = { id: clientId, environmentId, startedAt, pickedUpAt: startedAt, endedAt: null, error: null };
  const query_progress = showProgress ? progressOf(progress) : null;
  return { status: { ...statusOf(facts), query_progress }, results: null };
}

/** Stops a query of this environment that runs or waits; nothing happens when it has already ended. */
export async function cancelQuery(
  deps: RegionDeps,
  access: QueryTenant,
  clientId: string,
  { dequeueOnly = false } = {},
): Promise<void> {
  const { environmentId } = access;
  await deps.queryJobs?.(environmentId, clientId).cancel(dequeueOnly);
  if (dequeueOnly) return;
  const { warehouse } = await queryEngineOf(deps);
  await warehouse.cancel(engineQueryId(environmentId, clientId));
}
