import { carrySignificance } from "../comparison/carry-forward.ts";
import type { Warning } from "../comparison/types.ts";
import { adjustFamily, benjaminiHochberg, holm } from "../multiplicity/adjust.ts";
import { ExperimentSettingsError } from "../settings.ts";
import { checkSrm, type Srm } from "../srm/check.ts";
import { decideVerdict, MAX_MULTIPLE_EXPOSURES } from "../verdict/decide.ts";
import { compareMetric } from "./compare-metric.ts";
import type { ExperimentInput, ExperimentResult, MetricInput, MetricResult, MetricRole } from "./types.ts";

/**
 * One look at a whole experiment: sample ratio, every metric of every treatment, p-values adjusted (Holm over
 * primaries x treatments, Benjamini-Hochberg over secondaries, none for guardrails), a verdict per treatment.
 * @throws ExperimentSettingsError for settings, weights or arms that cannot be used
 */
export function analyzeExperiment(input: ExperimentInput): ExperimentResult {
  const { exposures, weights, multipleExposures, settings, metrics } = input;
  for (const { id, arms } of metrics) {
    if (arms.length !== exposures.length) {
      throw new ExperimentSettingsError(
        `metrics.${id}.arms`,
        arms.length,
        `${exposures.length} arms, as exposed`,
      );
    }
  }
  const srm = checkSrm(exposures, weights);
  const total = exposures.reduce((sum, n) => sum + n, multipleExposures);
  const share = total === 0 ? 0 : multipleExposures / total;
  const doubts = doubtsOf(srm, share);

  const compared = metrics.map((metric) => compareMetric(metric, settings));
  const adjusted = adjustRole(adjustRole(compared, "primary", settings.alpha), "secondary", settings.alpha);
  const final = adjusted.map((results, m) =>
    results.map((result, t) => {
      const carried = carrySignificance(result.comparison, metrics[m]!.earlier?.[t] ?? null, input.at);
      const { chi2, df, p } = srm;
      return {
        ...result,
        comparison: { ...carried, srm: { chi2, df, p }, warnings: [...carried.warnings, ...doubts] },
      };
    }),
  );
  const treatments = exposures.slice(1).map((_, t) => {
    const own = final.flatMap((results) => results[t] ?? []);
    return { verdict: verdictOf(own, metrics, srm, share), metrics: own };
  });
  return { srm, multipleExposureShare: share, treatments };
}

const METHODS = { primary: holm, secondary: benjaminiHochberg } as const;

/** Significance of one role's family follows the adjusted p-values. */
function adjustRole(
  compared: readonly (readonly MetricResult[])[],
  role: Exclude<MetricRole, "guardrail">,
  alpha: number,
): MetricResult[][] {
  const family = compared.flat().filter((result) => result.role === role);
  const adjusted = adjustFamily(
    family.map(({ comparison }) => comparison.p_value),
    METHODS[role],
  );
  return compared.map((results) =>
    results.map((result) => {
      const p = adjusted[family.indexOf(result)] ?? null;
      if (result.role !== role) return result;
      const significant = result.comparison.status === "ok" && p !== null && p <= alpha;
      return { ...result, comparison: { ...result.comparison, p_adjusted: p, significant } };
    }),
  );
}

function doubtsOf(srm: Srm, multipleExposureShare: number): Warning[] {
  const doubts: Warning[] = srm.blocks ? ["sample_ratio_mismatch"] : [];
  return multipleExposureShare > MAX_MULTIPLE_EXPOSURES ? [...doubts, "multiple_exposures"] : doubts;
}

function verdictOf(own: readonly MetricResult[], metrics: readonly MetricInput[], srm: Srm, share: number) {
  const primaries = own.flatMap((result, m) => {
    const { role, lowerIsBetter, mde } = metrics[m]!;
    return role === "primary" ? [{ comparison: result.comparison, lowerIsBetter, mde }] : [];
  });
  const guardrails = own.flatMap(({ guardrail }) => guardrail ?? []);
  return decideVerdict({ srm, multipleExposureShare: share, primaries, guardrails });
}
