import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { ExperimentResult, MetricInput } from "@edgewise/core/experiments/analysis/types.ts";
import type { ArmResult } from "@edgewise/core/experiments/arms/types.ts";
import { armsOf, type ExperimentDefinition } from "@edgewise/core/experiments/definition.ts";
import { engineOf, judgeLook } from "@edgewise/core/insights/experiment/analyze.ts";
import { MULTIPLE } from "@edgewise/core/insights/experiment/compile.ts";
import { type LookRow, listLooks, noteLook } from "@edgewise/db/mysql/repos/experiment-results.ts";
import type { Deps, RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError } from "../../http/errors.ts";
import { askExperiment } from "./ask.ts";
import { definitionOf } from "./definition.ts";
import type { FoundExperiment } from "./find.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { metricsOf, type RoledMetric } from "./metrics.ts";

/** A metric with what the warehouse says about it, or why it says nothing. */
interface Measured extends RoledMetric {
  readonly fingerprint: string;
  readonly answer: JsonObject | null;
  readonly error: string | null;
}

export type Refresh = "blocking" | "force_blocking";

/**
 * A look at a whole experiment: every metric of every variant judged together, with p-values adjusted over the family
 * and a verdict. What the look finds is noted, since significance once reached stays. Throws ApiError for a draft.
 */
export async function experimentResults(
  access: ProjectAccess,
  found: FoundExperiment,
  deps: RegionDeps,
  refresh: Refresh,
): Promise<JsonObject> {
  const { row } = found;
  if (row.startDate === null) {
    throw new ApiError("invalid_input", "The experiment is a draft: launch it, then ask for results.");
  }
  const looks = await listLooks({ ...access, experimentId: row.id }, deps.db);
  const definition = definitionOf(found, []);
  const [exposures, metrics] = await Promise.all([
    askExperiment(
      access,
      { kind: "ExperimentExposureQuery", experiment_id: row.id },
      definition,
      deps,
      refresh,
    ),
    measureAll(access, found, definition, deps, refresh),
  ]);
  const totals = exposures.total_exposures as Readonly<Record<string, number>>;
  const result = judge(definition, metrics, totals, looks, deps.now());
  await noteLooks(access, row.id, definition, metrics, result, deps);
  const arms = armsOf(definition);
  return {
    experiment_id: row.id,
    computed_at: deps.now().toISOString(),
    exposures: { timeseries: exposures.timeseries ?? [], total_exposures: totals },
    srm: result.srm as unknown as JsonValue,
    multiple_exposures: totals[MULTIPLE] ?? 0,
    multiple_exposure_share: result.multipleExposureShare,
    engine: engineOf({ definition, arms }) as unknown as JsonValue,
    control: arms[0] ?? null,
    variants: result.treatments.map(({ verdict }, index) => ({ key: arms[index + 1] ?? "", verdict })),
    metrics: metrics.map((measured) => presentMetric(measured, arms, result)),
  };
}

/** Metrics one after the other: an experiment must not take every place that the project has in the engine. */
async function measureAll(
  access: ProjectAccess,
  found: FoundExperiment,
  definition: ExperimentDefinition,
  deps: RegionDeps,
  refresh: Refresh,
): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const metric of await metricsOf(found.row, access, deps)) {
    const fingerprint = await fingerprintOf(metric.metric, found.row);
    try {
      const query = {
        kind: "ExperimentQuery",
        experiment_id: found.row.id,
        metric: metric.metric as JsonObject,
      };
      const answer = await askExperiment(access, query, definition, deps, refresh);
      measured.push({ ...metric, fingerprint, answer, error: null });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      measured.push({ ...metric, fingerprint, answer: null, error: error.message });
    }
  }
  return measured;
}

function judge(
  definition: ExperimentDefinition,
  metrics: readonly Measured[],
  totals: Readonly<Record<string, number>>,
  looks: readonly LookRow[],
  now: Date,
): ExperimentResult {
  const arms = armsOf(definition);
  return judgeLook(
    { definition, arms },
    {
      exposures: arms.map((key) => totals[key] ?? 0),
      multipleExposures: totals[MULTIPLE] ?? 0,
      at: now.toISOString(),
      metrics: metrics.flatMap((measured) => inputOf(measured, arms, looks) ?? []),
    },
  );
}

function inputOf(
  { uuid, role, metric, margin, fingerprint, answer }: Measured,
  arms: readonly string[],
  looks: readonly LookRow[],
): MetricInput | undefined {
  if (!answer) return undefined;
  const analysis = answer.analysis as JsonObject;
  const earlier = arms.slice(1).map((key) => {
    const look = looks.find(
      (one) => one.metric === uuid && one.variant === key && one.fingerprint === fingerprint,
    );
    return look
      ? { p_value: look.pValue, first_crossed_at: look.firstCrossedAt?.toISOString() ?? null }
      : null;
  });
  return {
    id: uuid,
    role,
    metric: analysis.metric_type as MetricInput["metric"],
    arms: analysis.arms as unknown as readonly ArmResult[],
    lowerIsBetter: metric.goal === "decrease",
    cuped: analysis.cuped === true,
    ...(margin === undefined ? {} : { margin }),
    earlier,
  };
}

async function noteLooks(
  access: ProjectAccess,
  experimentId: number,
  definition: ExperimentDefinition,
  metrics: readonly Measured[],
  result: ExperimentResult,
  deps: Deps,
): Promise<void> {
  const arms = armsOf(definition);
  const updatedAt = deps.now();
  for (const [index, { metrics: results }] of result.treatments.entries()) {
    for (const { id, comparison } of results) {
      const fingerprint = metrics.find(({ uuid }) => uuid === id)?.fingerprint ?? "";
      if (comparison.engine === "fixed" || comparison.p_value === null) continue;
      const firstCrossedAt = comparison.first_crossed_at ? new Date(comparison.first_crossed_at) : null;
      await noteLook({ ...access, experimentId }, deps.db, {
        metric: id,
        variant: arms[index + 1] ?? "",
        fingerprint,
        pValue: comparison.p_value,
        firstCrossedAt,
        updatedAt,
      });
    }
  }
}

function presentMetric(
  { uuid, name, role, metric, answer, error }: Measured,
  arms: readonly string[],
  result: ExperimentResult,
): JsonObject {
  const stats = (answer?.variant_results ?? []) as readonly JsonObject[];
  return {
    uuid,
    name,
    role,
    metric: metric as JsonObject,
    error,
    clickhouse_sql: answer?.clickhouse ?? null,
    hogql: answer?.hogql ?? null,
    baseline: answer?.baseline ?? null,
    breakdown_results: answer?.breakdown_results ?? null,
    variants: arms.slice(1).map((key, index) => {
      const own = result.treatments[index]?.metrics.find(({ id }) => id === uuid);
      return {
        ...(stats.find((one) => one.key === key) ?? { key }),
        comparison: (own?.comparison ?? null) as unknown as JsonValue,
        guardrail: (own?.guardrail ?? null) as unknown as JsonValue,
      };
    }),
  };
}
