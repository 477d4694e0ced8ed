import { winsorize } from "@edgewise/core/experiments/arms/winsorize.ts";
import { betaBinomialLens, type Conversions } from "@edgewise/core/experiments/bayes/beta-binomial.ts";
import { gaussianLens } from "@edgewise/core/experiments/bayes/gaussian.ts";
import { type CorrelationCounts, scoreCorrelation } from "@edgewise/core/experiments/correlation/score.ts";
import { liftOf, liftStandardError } from "@edgewise/core/experiments/effect/intervals.ts";
import { measureEffect } from "@edgewise/core/experiments/effect/measure.ts";
import { benjaminiHochberg, holm } from "@edgewise/core/experiments/multiplicity/adjust.ts";
import { checkSrm, logSrmEValue } from "@edgewise/core/experiments/srm/check.ts";
import { type ArmsInput, arms } from "./arms.ts";
import { edge } from "./edge.ts";
import { sampleSize } from "./planning.ts";
import { asympCs, groupSequential, guardrail, msprt, plannedSequential, pOfLogE } from "./sequential.ts";
import { cuped, ratioMetric, relativeLift, welchAbsolute } from "./tests.ts";

type Compute = (input: Record<string, unknown>) => unknown;

/** The file says which fields an input of a category has: one place trusts it. */
function of<T>(compute: (input: T) => unknown): Compute {
  return (input) => compute(input as unknown as T);
}

/** What each category of the reference file computes. */
export const CATEGORIES: Readonly<Record<string, Compute | undefined>> = {
  welch_absolute: of(welchAbsolute),
  relative_lift: of(relativeLift),
  ratio_metric: of(ratioMetric),
  cuped: of(cuped),
  asymp_cs: of(asympCs),
  msprt: of(msprt),
  planned_sequential: of(plannedSequential),
  guardrail: of(guardrail),
  group_sequential: of(groupSequential),
  sample_size: of(sampleSize),
  edge: of(edge),
  beta_binomial: of(betaBinomial),
  gaussian_bayes: of(gaussianBayes),
  srm: of(srm),
  srm_sequential: of(srmSequential),
  multiple_comparisons: of(multipleComparisons),
  funnel_correlation: of(funnelCorrelation),
  winsorize: of(winsorized),
};

interface BetaInput {
  readonly control: Conversions;
  readonly treatment: Conversions;
  readonly prior: { readonly alpha: number; readonly beta: number };
  readonly ci_level: number;
}

function betaBinomial({ control, treatment, prior, ci_level }: BetaInput) {
  const lens = betaBinomialLens(control, treatment, { a: prior.alpha, b: prior.beta }, ci_level);
  return {
    chance_to_beat_control: lens.chanceToWin,
    control_ci: lens.control.interval,
    treatment_ci: lens.treatment.interval,
    control_posterior_mean: lens.control.mean,
    treatment_posterior_mean: lens.treatment.mean,
    expected_loss_choose_control: lens.lossControl,
    expected_loss_choose_treatment: lens.lossTreatment,
  };
}

interface GaussianInput extends ArmsInput {
  readonly prior: { readonly mean: number; readonly variance: number; readonly proper: boolean };
  readonly inverse: boolean;
  readonly ci_level: number;
  readonly effect: string;
}

function gaussianBayes(input: GaussianInput) {
  const effect = measureEffect(...arms(input));
  const [estimate, error] =
    input.effect === "absolute"
      ? [effect.estimate, effect.standardError]
      : [liftOf(effect) ?? Number.NaN, liftStandardError(effect) ?? Number.NaN];
  const lens = gaussianLens(estimate, error, {
    prior: input.prior.proper ? input.prior : null,
    level: input.ci_level,
    lowerIsBetter: input.inverse,
  });
  return {
    chance_to_win: lens.chanceToWin,
    posterior_mean: lens.mean,
    posterior_sd: lens.sd,
    ci: lens.interval,
    risk_choose_control: lens.lossControl,
    risk_choose_treatment: lens.lossTreatment,
  };
}

interface SrmInput {
  readonly observed: readonly number[];
  readonly weights: readonly number[];
  readonly threshold?: number;
  readonly concentration?: number;
}

function srm({ observed, weights, threshold }: SrmInput) {
  const { chi2, df, p, mismatch } = checkSrm(observed, weights, threshold);
  return { chi2, df, p_value: p, srm: mismatch };
}

function srmSequential({ observed, weights, concentration }: SrmInput) {
  const logE = logSrmEValue(observed, weights, concentration);
  return { log_e_value: logE, p_value: pOfLogE(logE) };
}

function multipleComparisons({ p_values, alpha }: { p_values: readonly number[]; alpha: number }) {
  const [byHolm, byBh] = [holm(p_values), benjaminiHochberg(p_values)];
  const rejects = (adjusted: readonly number[]) => adjusted.map((p) => p <= alpha);
  return { holm: byHolm, bh: byBh, holm_reject: rejects(byHolm), bh_reject: rejects(byBh) };
}

function funnelCorrelation(input: CorrelationCounts) {
  const score = scoreCorrelation(input);
  return {
    odds_ratio_prior1: score.oddsRatio,
    correlation: score.correlation,
    fisher_p: score.fisherP,
    odds_ratio_haldane: score.oddsRatioHaldane,
    odds_ratio_ci: score.interval,
  };
}

interface WinsorInput {
  readonly control: readonly number[];
  readonly treatment: readonly number[];
  readonly upper_quantile: number;
}

function winsorized({ control, treatment, upper_quantile }: WinsorInput) {
  const { cap, arms: capped, cappedCount } = winsorize([control, treatment], upper_quantile);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { cap, control_mean: mean(capped[0]!), treatment_mean: mean(capped[1]!), capped_count: cappedCount };
}
