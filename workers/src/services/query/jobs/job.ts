import type { JsonObject } from "@edgewise/core/events/types.ts";
import { isoMicros } from "../../../http/time.ts";
import type { QueryProgress } from "../../../ports/warehouse.ts";
import { objectIn } from "../../../regions/objects.ts";
import type { Region, RegionVars } from "../../../regions/regions.ts";
import type { QueryRequest } from "../request.ts";

/** A query that is computed outside of the request that asked for it. */
export interface Job {
  readonly id: string;
  readonly environmentId: number;
  readonly request: QueryRequest;
  readonly startedAt: number;
  readonly pickedUpAt: number | null;
  readonly endedAt: number | null;
  /** Why it ended without a result. */
  readonly error: string | null;
  readonly attempts: number;
  /** Pieces that its result is stored in. */
  readonly pieces: number;
}

/** What a poll is told; `results` is the whole answer as JSON text. */
export interface JobState {
  readonly status: JsonObject;
  readonly results: string | null;
}

/** A job as its callers see it. */
export interface JobRpc {
  start(job: Pick<Job, "id" | "environmentId" | "request">): Promise<JobState>;
  state(): Promise<JobState | null>;
  cancel(dequeueOnly: boolean): Promise<void>;
}

export type Jobs = (environmentId: number, id: string) => JobRpc;

interface JobBindings extends RegionVars {
  readonly QUERY_JOBS?: unknown;
}

/** The jobs of a region behind a binding; null without one: nothing can be computed outside of its request. */
export function jobsOf(env: JobBindings, region: Region): Jobs | null {
  const namespace = env.QUERY_JOBS as DurableObjectNamespace | undefined;
  if (!namespace) return null;
  return (environmentId, id) =>
    objectIn(namespace, env, region, `${environmentId}:${id}`) as unknown as JobRpc;
}

/** What of a query's course its status tells (API.md 1.3). */
export type StatusFacts = Pick<
  Job,
  "id" | "environmentId" | "startedAt" | "pickedUpAt" | "endedAt" | "error"
>;

/** How far a running query is (API.md 1.3): seconds, and microseconds of the processor. */
export const progressOf = (progress: QueryProgress): JsonObject => ({
  bytes_read: progress.bytesRead,
  rows_read: progress.rowsRead,
  estimated_rows_total: progress.rowsTotal,
  time_elapsed: progress.elapsedSeconds,
  active_cpu_time: progress.cpuMicroseconds,
});

/** Longest that a finished job is kept for those who poll. */
export const KEPT_MS = 600_000;

/** `query_status` without its results. */
export function statusOf({
  id,
  environmentId,
  startedAt,
  pickedUpAt,
  endedAt,
  error,
}: StatusFacts): JsonObject {
  const time = (at: number | null) => (at === null ? null : isoMicros(new Date(at)));
  return {
    id,
    team_id: environmentId,
    insight_id: null,
    dashboard_id: null,
    query_async: true,
    complete: endedAt !== null,
    error: error !== null,
    error_message: error,
    start_time: time(startedAt),
    pickup_time: time(pickedUpAt),
    end_time: time(endedAt),
    expiration_time: time(endedAt === null ? null : endedAt + KEPT_MS),
    task_id: null,
    labels: null,
    query_progress: null,
  };
}
