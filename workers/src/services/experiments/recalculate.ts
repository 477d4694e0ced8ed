import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import { type ExperimentRunRow, findRun, insertRun } from "@edgewise/db/mysql/repos/experiment-runs.ts";
import type { Deps, RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { notFound } from "../../http/errors.ts";
import { computeDays } from "./daily.ts";
import type { FoundExperiment } from "./find.ts";
import { experimentResults } from "./results.ts";

/** Results of single days that one call computes. */
const DAYS_PER_CALL = 60;

/** Computes all metrics anew, and the results by day that are missing or (`again`) all of them; the run is kept. */
export async function recalculate(
  access: ProjectAccess,
  found: FoundExperiment,
  again: boolean,
  deps: RegionDeps,
): Promise<JsonObject> {
  const createdAt = deps.now();
  const days = await computeDays(access, found, deps, { limit: DAYS_PER_CALL, again });
  const answer = await experimentResults(access, found, deps, "force_blocking");
  const metrics = answer.metrics as readonly JsonObject[];
  const failed = metrics.filter(({ error }) => error !== null);
  const row: Omit<ExperimentRunRow, "projectId"> = {
    id: deps.newId(),
    experimentId: found.row.id,
    status: metrics.length > 0 && failed.length === metrics.length ? "failed" : "completed",
    outcome: {
      total_metrics: metrics.length,
      completed_metrics: metrics.length - failed.length,
      failed_metrics: failed.length,
      results: metrics.filter(({ error }) => error === null).map(resultOf),
      metric_errors: Object.fromEntries(failed.map(({ uuid, error }) => [String(uuid), error as JsonValue])),
      exposures: answer.exposures as JsonValue,
      variants: answer.variants as JsonValue,
      ...days,
    },
    queryTo: createdAt,
    createdBy: access.userId,
    createdAt,
    completedAt: deps.now(),
  };
  await insertRun(access, deps.db, row);
  return present(row);
}

const resultOf = ({ uuid, ...metric }: JsonObject): JsonObject => ({ metric_uuid: uuid ?? null, ...metric });

/** A kept run: by its id, or the latest that was completed. Throws 404. */
export async function runOf(
  access: ProjectAccess,
  experimentId: number,
  id: string | undefined,
  deps: Deps,
): Promise<JsonObject> {
  const row = await findRun(access, deps.db, experimentId, id);
  if (!row) throw notFound(id ? "There is no such run." : "The experiment was never calculated.");
  return present(row);
}

/** A run is over when it is kept, so none is ever active. */
const present = (row: Omit<ExperimentRunRow, "projectId">): JsonObject => ({
  id: row.id,
  experiment_id: row.experimentId,
  status: row.status,
  ...row.outcome,
  metric_retries: {},
  query_to: row.queryTo.toISOString(),
  created_at: row.createdAt.toISOString(),
  completed_at: row.completedAt.toISOString(),
  computed_at: row.completedAt.toISOString(),
  result_source: "recalculation",
  active_run: null,
});
