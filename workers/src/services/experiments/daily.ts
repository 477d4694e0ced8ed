import type { JsonObject } from "@edgewise/core/events/types.ts";
import { listResults, putResult, type ResultRow } from "@edgewise/db/mysql/repos/experiment-results.ts";
import type { Deps, RegionDeps } from "../../deps.ts";
import { ApiError } from "../../http/errors.ts";
import type { QueryTenant } from "../query/tenant.ts";
import { askExperiment } from "./ask.ts";
import { definitionOf } from "./definition.ts";
import type { FoundExperiment } from "./find.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { metricsOf, type RoledMetric } from "./metrics.ts";

const DAY_MS = 86_400_000;
/** Late events are waited for before a day is taken as it is. */
const SETTLED_MS = 3_600_000;

export interface Computed {
  readonly computed: number;
  readonly failed: number;
  /** Days that were left for the next run. */
  readonly remaining: number;
}

export interface ComputeOptions {
  /** Results to compute at most. */
  readonly limit: number;
  /** Computes stored days anew. */
  readonly again?: boolean;
  /** ms since the epoch: none is begun after it. */
  readonly deadline?: number;
}

/** The days (UTC) that an experiment ran and that are over, oldest first. */
export function daysOf({ row }: FoundExperiment, now: Date): string[] {
  const settled = now.getTime() - SETTLED_MS;
  const ended = row.endDate !== null && row.endDate.getTime() <= settled;
  // An ended experiment has a last day even when that is not over.
  const end = row.endDate !== null && ended ? row.endDate.getTime() : settled - DAY_MS;
  const days: string[] = [];
  for (
    let day = startOfDay(row.startDate?.getTime() ?? Number.POSITIVE_INFINITY);
    day <= end;
    day += DAY_MS
  ) {
    days.push(new Date(day).toISOString().slice(0, 10));
  }
  return days;
}

const startOfDay = (ms: number): number => Math.floor(ms / DAY_MS) * DAY_MS;

/**
 * Computes what is missing of the results by day, at most `limit` of them: each from the raw events up to the end of
 * its day, so that computing it again gives the same figures.
 */
export async function computeDays(
  access: QueryTenant,
  found: FoundExperiment,
  deps: RegionDeps,
  { limit, again = false, deadline = Number.POSITIVE_INFINITY }: ComputeOptions,
): Promise<Computed> {
  const tenant = { ...access, experimentId: found.row.id };
  const days = daysOf(found, deps.now());
  let [computed, failed, remaining] = [0, 0, 0];
  for (const metric of await metricsOf(found.row, access, deps)) {
    const fingerprint = await fingerprintOf(metric.metric, found.row);
    const stored = await listResults(tenant, deps.db, metric.uuid);
    const done = new Set(stored.filter((one) => one.fingerprint === fingerprint).map(({ day }) => day));
    for (const day of again ? days : days.filter((one) => !done.has(one))) {
      if (computed + failed >= limit || deps.now().getTime() > deadline) {
        remaining += 1;
        continue;
      }
      const result = await resultOfDay(access, found, metric, day, deps);
      if (result) {
        await putResult(tenant, deps.db, {
          metric: metric.uuid,
          fingerprint,
          day,
          result,
          computedAt: deps.now(),
        });
        computed += 1;
      } else failed += 1;
    }
  }
  return { computed, failed, remaining };
}

/** A metric as of the end of a day; null when it can't be computed. */
async function resultOfDay(
  access: QueryTenant,
  found: FoundExperiment,
  { metric }: RoledMetric,
  day: string,
  deps: RegionDeps,
): Promise<JsonObject | null> {
  const query = {
    kind: "ExperimentQuery",
    experiment_id: found.row.id,
    metric: metric as JsonObject,
    as_of: new Date(Date.parse(day) + DAY_MS - 1).toISOString(),
  };
  try {
    const answer = await askExperiment(access, query, definitionOf(found, []), deps, "force_blocking");
    return { baseline: answer.baseline ?? null, variant_results: answer.variant_results ?? [] };
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}

/** The stored results of one metric by day, of its present definition. Throws 404 for a metric that it doesn't have. */
export async function timeseriesOf(
  access: QueryTenant,
  found: FoundExperiment,
  uuid: string,
  deps: Deps,
): Promise<JsonObject> {
  const metric = (await metricsOf(found.row, access, deps)).find((one) => one.uuid === uuid);
  if (!metric) throw new ApiError("not_found", `The experiment has no metric "${uuid}".`);
  const fingerprint = await fingerprintOf(metric.metric, found.row);
  const stored = await listResults({ ...access, experimentId: found.row.id }, deps.db, uuid);
  const rows = stored.filter((one) => one.fingerprint === fingerprint);
  const days = daysOf(found, deps.now());
  const byDay = new Map<string, ResultRow>(rows.map((row) => [row.day, row]));
  const missing = days.filter((day) => !byDay.has(day)).length;
  return {
    experiment_id: found.row.id,
    metric_uuid: uuid,
    fingerprint,
    status: days.length === 0 || missing === days.length ? "pending" : missing > 0 ? "partial" : "completed",
    timeseries: Object.fromEntries(days.map((day) => [day, (byDay.get(day)?.result as JsonObject) ?? null])),
    errors: null,
    computed_at: rows.at(-1)?.computedAt.toISOString() ?? null,
    created_at: found.row.createdAt.toISOString(),
    updated_at: rows.at(-1)?.computedAt.toISOString() ?? found.row.updatedAt.toISOString(),
  };
}
