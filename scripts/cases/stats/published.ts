import { armFromSums } from "@edgewise/core/experiments/arms/mean.ts";
import type { MeanSums } from "@edgewise/core/experiments/arms/types.ts";
import { gaussianLens, type NormalPrior, normalLoss } from "@edgewise/core/experiments/bayes/gaussian.ts";
import { adjustedVariance, pooledTheta } from "@edgewise/core/experiments/cuped/theta.ts";
import { liftOf, liftStandardError } from "@edgewise/core/experiments/effect/intervals.ts";
import { measureEffect } from "@edgewise/core/experiments/effect/measure.ts";
import { judgeAsympCs } from "@edgewise/core/experiments/engines/asymp-cs.ts";
import {
  crossingProbability,
  groupSequentialBounds,
} from "@edgewise/core/experiments/engines/group-sequential.ts";
import { fixedMultiplier, power } from "@edgewise/core/experiments/plan/power.ts";
import { proportionSampleSize } from "@edgewise/core/experiments/plan/sample-size.ts";
import { checkSrm } from "@edgewise/core/experiments/srm/check.ts";
import { type ArmsInput, arms } from "./arms.ts";
import { asympCsOfArms } from "./sequential.ts";
import { absolute, relativeDelta } from "./tests.ts";

type Compute = (input: Record<string, unknown>) => unknown;

function of<T>(compute: (input: T) => unknown): Compute {
  return (input) => compute(input as unknown as T);
}

/** What each kind of published figure is computed from. */
export const PUBLISHED: Readonly<Record<string, Compute | undefined>> = {
  welch_absolute: of((input: ArmsInput) => named(absolute(measureEffect(...arms(input))))),
  welch_relative_delta: of(relative),
  ratio: of(relative),
  asymp_cs: of(sequential),
  gaussian_bayes: of(posterior),
  expected_loss: of(({ mu, sigma }: { mu: number; sigma: number }) => ({
    risk_control: normalLoss(mu, sigma),
    risk_treatment: normalLoss(-mu, sigma),
  })),
  srm: of(({ observed, weights }: { observed: number[]; weights: number[] }) => checkSrm(observed, weights)),
  power: of(powerOf),
  power_known_bad: of(powerOf),
  cuped: of(cuped),
  sample_size: of(({ baseline, mde_absolute, alpha, power: wanted }: SizeInput) => ({
    n: proportionSampleSize(baseline, baseline + mde_absolute, { alpha, power: wanted }, "baseline"),
  })),
  group_sequential: of(({ looks, alpha }: { looks: number; alpha: number }) => {
    const bounds = groupSequentialBounds(evenly(looks), alpha);
    return Object.fromEntries(bounds.map((bound, i) => [`z${i + 1}`, bound]));
  }),
  peeking: of(({ nominal }: { nominal: number }) => {
    const bound = fixedMultiplier(nominal);
    const rates = evenly(20).map((_, i) => [`k${i + 1}`, rateOf(i + 1, bound)]);
    return Object.fromEntries(rates);
  }),
};

interface SizeInput {
  readonly baseline: number;
  readonly mde_absolute: number;
  readonly alpha: number;
  readonly power: number;
}

function evenly(looks: number): number[] {
  return Array.from({ length: looks }, (_, i) => (i + 1) / looks);
}

function rateOf(looks: number, bound: number): number {
  return crossingProbability(evenly(looks), new Array<number>(looks).fill(bound));
}

function named({ estimate, standard_error, p_value, ci }: ReturnType<typeof absolute>) {
  const [low, high] = [ci[0], ci[1]];
  return { diff: estimate, lift: estimate, se: standard_error, p: p_value, ci_low: low, ci_high: high };
}

function relative(input: ArmsInput) {
  return named(relativeDelta(measureEffect(...arms(input))));
}

function sequential(input: ArmsInput & { readonly n_star: number }) {
  const { estimate, standard_error, delta_ci, delta_p_value } = asympCsOfArms({ alpha: 0.05, ...input });
  return { lift: estimate, se: standard_error, ci_low: delta_ci[0], ci_high: delta_ci[1], p: delta_p_value };
}

function posterior(input: ArmsInput & { readonly prior?: "flat" | NormalPrior }) {
  const effect = measureEffect(...arms(input));
  const prior = typeof input.prior === "object" ? input.prior : null;
  const lens = gaussianLens(liftOf(effect) ?? Number.NaN, liftStandardError(effect) ?? Number.NaN, { prior });
  return {
    expected: lens.mean,
    effect: lens.mean,
    sd: lens.sd,
    ci_low: lens.interval[0],
    ci_high: lens.interval[1],
    chance_to_win: lens.chanceToWin,
    risk_control: lens.lossControl,
    risk_treatment: lens.lossTreatment,
  };
}

interface PowerInput {
  readonly mean: number;
  readonly sd: number;
  readonly lift: number;
  readonly n_total: number;
  readonly arms: number;
  readonly n_star?: number;
}

/** Power for a lift with even arms; with `n_star`, of the sequential test with its own multiplier. */
function powerOf({ mean, sd, lift, n_total, arms: count, n_star }: PowerInput) {
  const n = n_total / count;
  const control = { n, mean, variance: sd * sd };
  const effect = measureEffect(control, { ...control, mean: mean * (1 + lift) });
  const alpha = 0.05;
  const multiplier =
    n_star === undefined
      ? fixedMultiplier(alpha)
      : judgeAsympCs({ z: 0, n: 2 * n, df: 0 }, { engine: "asymp_cs", alpha, nStar: n_star }).multiplier;
  return { power: power(lift, liftStandardError(effect) ?? Number.NaN, multiplier) };
}

type CrossSums = Omit<MeanSums, "pre_post_sum_products"> & { readonly cross: number };
type CupedInput =
  | (CrossSums & { readonly theta: number })
  | { readonly control: CrossSums; readonly treatment: CrossSums };

/** The published formulas pool over all units and do not centre; ours pool within arms. */
function cuped(input: CupedInput) {
  if ("theta" in input) {
    const arm = crossArm(input);
    const adjusted = arm.mean - input.theta * arm.pre!.mean;
    return {
      covariance: arm.pre!.covariance,
      adjusted_mean_uncentred: adjusted,
      adjusted_variance: adjustedVariance(arm, input.theta),
    };
  }
  const [control, treatment] = [crossArm(input.control), crossArm(input.treatment)];
  const theta = pooledTheta([crossArm(added(input.control, input.treatment))])!.theta;
  return {
    theta,
    control_adjusted: control.mean - theta * control.pre!.mean,
    treatment_adjusted: treatment.mean - theta * treatment.pre!.mean,
  };
}

function crossArm(sums: CrossSums) {
  const result = armFromSums({ ...sums, pre_post_sum_products: sums.cross });
  if (!result.ok) throw new Error(result.status);
  return result.arm;
}

function added(left: CrossSums, right: CrossSums): CrossSums {
  const sum = (field: keyof CrossSums) => (left[field] ?? 0) + (right[field] ?? 0);
  return {
    n: sum("n"),
    sum: sum("sum"),
    sum_squares: sum("sum_squares"),
    pre_sum: sum("pre_sum"),
    pre_sum_squares: sum("pre_sum_squares"),
    cross: sum("cross"),
  };
}
