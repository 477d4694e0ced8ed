import { analyzeExperiment } from "../../experiments/analysis/analyze.ts";
import type { ExperimentResult, MetricInput } from "../../experiments/analysis/types.ts";
import { lookKey, weightsOf } from "../../experiments/definition.ts";
import type { EngineSettings } from "../../experiments/engines/types.ts";
import { UNPLANNED_UNITS } from "../../experiments/stats-settings.ts";
import { armOf } from "./arms.ts";
import type { MetricPlan } from "./metric.ts";
import type { ExperimentPlan } from "./plan.ts";
import type { VariantRow } from "./rows.ts";
import type { ExperimentMetric } from "./schema.ts";

/** The engine of an experiment; plans count all units, engines the units of a pair. */
export function engineOf({
  definition: { stats },
  arms,
}: Pick<ExperimentPlan, "definition" | "arms">): EngineSettings {
  const ofPair = (units: number): number => Math.max(1, Math.round((units * 2) / arms.length));
  const { alpha, plannedUnits } = stats;
  if (stats.engine === "fixed") {
    return { engine: "fixed", alpha, ...(plannedUnits === null ? {} : { nPlanned: ofPair(plannedUnits) }) };
  }
  if (stats.engine === "planned_sequential" && plannedUnits !== null) {
    return { engine: "planned_sequential", alpha, nPlanned: ofPair(plannedUnits) };
  }
  return { engine: "asymp_cs", alpha, nStar: ofPair(plannedUnits ?? UNPLANNED_UNITS) };
}

/** What was measured at a look: units by arm, and metrics whose smallest effect worth finding is the experiment's. */
interface Look {
  readonly exposures: readonly number[];
  readonly multipleExposures: number;
  readonly metrics: readonly Omit<MetricInput, "mde">[];
  /** ISO 8601. */
  readonly at: string;
}

/** Judges a look with the engine, shares and plan of the experiment. */
export function judgeLook(
  experiment: Pick<ExperimentPlan, "definition" | "arms">,
  look: Look,
): ExperimentResult {
  const { definition, arms } = experiment;
  const effect = definition.stats.minimumDetectableEffect;
  const mde = effect === null ? {} : { mde: { scale: "relative" as const, value: effect } };
  return analyzeExperiment({
    ...look,
    weights: weightsOf(definition, arms),
    settings: engineOf(experiment),
    metrics: look.metrics.map((metric) => ({ ...metric, ...mde })),
  });
}

/** One metric of an experiment judged by itself: the only primary one, over all treatments. */
export function analyze(
  plan: ExperimentPlan,
  metric: ExperimentMetric,
  compiled: MetricPlan,
  byVariant: ReadonlyMap<string, VariantRow>,
  multipleExposures: number,
): ExperimentResult {
  const { definition, arms, look } = plan;
  const exposures = arms.map((key) => byVariant.get(key)?.units ?? 0);
  const units = exposures.reduce((sum, n) => sum + n, 0);
  const fresh = arms.reduce((sum, key) => sum + (byVariant.get(key)?.withoutPast ?? 0), 0);
  const id = metric.uuid ?? "metric";
  const adjusted = definition.stats.cuped.enabled && compiled.hasPast;
  return judgeLook(plan, {
    exposures,
    multipleExposures,
    at: new Date(look).toISOString(),
    metrics: [
      {
        id,
        role: "primary",
        metric: compiled.type,
        arms: arms.map((key) => armOf(byVariant.get(key), compiled)),
        lowerIsBetter: metric.goal === "decrease",
        cuped: adjusted,
        ...(adjusted && units > 0 ? { shareWithoutHistory: fresh / units } : {}),
        earlier: arms.slice(1).map((key) => definition.looks?.[lookKey(id, key)] ?? null),
      },
    ],
  });
}
