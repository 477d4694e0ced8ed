import type { JsonObject, JsonValue } from "../../events/types.ts";
import type { Comparison } from "../../experiments/comparison/types.ts";
import type { EngineRows } from "../query-kind.ts";
import { analyze } from "./analyze.ts";
import { armOf, statsOfVariant } from "./arms.ts";
import { type CompileInput, MULTIPLE } from "./compile.ts";
import { readRows, type VariantRow } from "./rows.ts";
import type { ExperimentMetric } from "./schema.ts";

const MAX_BREAKDOWNS = 25;

/** The answer of an ExperimentQuery (API.md 2.18), and beside it our analysis. */
export function shapeExperiment(input: CompileInput, metric: ExperimentMetric, rows: EngineRows): JsonObject {
  const all = readRows(rows);
  const { baseline, variants, analysis } = judged(input, metric, all);
  const results = {
    baseline,
    variant_results: variants,
    ...(input.breakdown ? { breakdown_results: byBreakdown(input, metric, all) } : {}),
  };
  return {
    kind: "ExperimentQuery",
    metric: metric as unknown as JsonValue,
    ...results,
    results,
    analysis,
    clickhouse_sql: rows.clickhouse,
    is_precomputed: false,
  };
}

interface Judged {
  readonly baseline: JsonObject;
  readonly variants: JsonObject[];
  readonly analysis: JsonObject;
}

/** Every variant beside control; rows of several breakdown values are added up first. */
function judged(input: CompileInput, metric: ExperimentMetric, rows: readonly VariantRow[]): Judged {
  const { plan, metric: compiled } = input;
  const byVariant = new Map<string, VariantRow>();
  for (const [variant, found] of Map.groupBy(rows, (row) => row.variant)) {
    byVariant.set(variant, found.reduce(pooled));
  }
  const multiple = byVariant.get(MULTIPLE)?.units ?? 0;
  const result = analyze(plan, metric, compiled, byVariant, multiple);
  const [control = "", ...treatments] = plan.arms;
  const variants = treatments.map((key, index) => {
    const comparison = result.treatments[index]?.metrics[0]?.comparison;
    return {
      ...statsOfVariant(key, byVariant.get(key), compiled),
      ...(comparison ? testOf(comparison, input) : {}),
      comparison: (comparison ?? null) as unknown as JsonValue,
      verdict: result.treatments[index]?.verdict ?? null,
    };
  });
  const failures = failuresOf(byVariant, plan.arms, result.treatments[0]?.metrics[0]?.comparison);
  return {
    baseline: { ...statsOfVariant(control, byVariant.get(control), compiled), validation_failures: failures },
    variants,
    analysis: {
      metric_type: compiled.type,
      cuped: input.lookback > 0,
      srm: result.srm as unknown as JsonValue,
      multiple_exposures: multiple,
      multiple_exposure_share: result.multipleExposureShare,
      arms: plan.arms.map((key) => armOf(byVariant.get(key), compiled)) as unknown as JsonValue,
      capped_units: [...byVariant.values()].reduce((sum, row) => sum + row.capped, 0),
      from: new Date(plan.from).toISOString(),
      to: new Date(plan.to).toISOString(),
    },
  };
}

/** The figures that clients of the public API show, by the method they chose; significance is always our rule's. */
function testOf(comparison: Comparison, { plan }: CompileInput): JsonObject {
  const { method, differenceType } = plan.definition.stats;
  const { significant, p_value, bayes } = comparison;
  const interval = differenceType === "absolute" ? comparison.absolute_ci : comparison.relative_ci;
  if (method === "frequentist") {
    return { method, significant, p_value, confidence_interval: interval ? [...interval] : null };
  }
  const credible = bayes?.ci ?? interval;
  return {
    method,
    significant,
    chance_to_win: bayes?.chance_to_win ?? null,
    credible_interval: credible ? [...credible] : null,
  };
}

const MIN_EXPOSURES = 50;

function failuresOf(
  byVariant: ReadonlyMap<string, VariantRow>,
  arms: readonly string[],
  comparison: Comparison | undefined,
): string[] {
  const exposed = arms.map((key) => byVariant.get(key)?.units ?? 0);
  const failures: string[] = [];
  if (exposed.some((units) => units < MIN_EXPOSURES)) failures.push("not-enough-exposures");
  const control = byVariant.get(arms[0] ?? "");
  if (control && control.units > 0 && control.means[0] === 0) failures.push("baseline-mean-is-zero");
  if (comparison && comparison.status !== "ok" && comparison.status !== "preliminary")
    failures.push("not-enough-metric-data");
  return failures;
}

/**
 * The same for each breakdown value, those with most units first. What earlier looks found is about everyone, so no
 * part is held to it.
 */
function byBreakdown(
  input: CompileInput,
  metric: ExperimentMetric,
  rows: readonly VariantRow[],
): JsonObject[] {
  const { looks: _looks, ...definition } = input.plan.definition;
  const alone = { ...input, plan: { ...input.plan, definition } };
  const groups = [...Map.groupBy(rows, (row) => JSON.stringify(row.breakdown)).values()];
  const size = (group: readonly VariantRow[]): number => group.reduce((sum, row) => sum + row.units, 0);
  return groups
    .toSorted((a, b) => size(b) - size(a))
    .slice(0, MAX_BREAKDOWNS)
    .map((group) => {
      const { baseline, variants } = judged(alone, metric, group);
      return { breakdown_value: [...(group[0]?.breakdown ?? [])], baseline, variants };
    });
}

/**
 * Statistics of two disjoint sets of units together.
 * Source: pairwise update of means and co-moments, Chan, Golub, LeVeque 1979.
 */
function pooled(a: VariantRow, b: VariantRow): VariantRow {
  const units = a.units + b.units;
  const gaps = a.means.map((mean, index) => (b.means[index] ?? 0) - mean);
  const covariances = a.covariances.map((row, i) =>
    row.map((covariance, j) => {
      const inside = covariance * (a.units - 1) + (b.covariances[i]?.[j] ?? 0) * (b.units - 1);
      const between = (gaps[i]! * gaps[j]! * a.units * b.units) / Math.max(1, units);
      return units < 2 ? 0 : (inside + between) / (units - 1);
    }),
  );
  return {
    ...a,
    units,
    means: a.means.map((mean, index) => (units === 0 ? 0 : mean + (gaps[index]! * b.units) / units)),
    covariances,
    steps: a.steps.map((count, step) => count + (b.steps[step] ?? 0)),
    capped: a.capped + b.capped,
    withoutPast: a.withoutPast + b.withoutPast,
  };
}
