import type { Arm } from "@edgewise/core/experiments/arms/types.ts";
import { pooledTheta, varianceReduction } from "@edgewise/core/experiments/cuped/theta.ts";
import { fiellerInterval, liftOf, liftStandardError } from "@edgewise/core/experiments/effect/intervals.ts";
import { type Effect, measureEffect } from "@edgewise/core/experiments/effect/measure.ts";
import { judgeFixed } from "@edgewise/core/experiments/engines/fixed.ts";
import { type ArmsInput, arms } from "./arms.ts";

interface TestInput extends ArmsInput {
  readonly alpha?: number;
  readonly effect?: string;
}

/** Welch's test of an estimate, with the interval. */
function welch(estimate: number, standardError: number, df: number, alpha = 0.05) {
  const t = estimate / standardError;
  const { multiplier, pValue } = judgeFixed({ z: t, n: 0, df }, { engine: "fixed", alpha });
  const half = multiplier * standardError;
  const ci = [estimate - half, estimate + half];
  return { estimate, standard_error: standardError, df, t, p_value: pValue, ci };
}

export function absolute(effect: Effect, alpha?: number) {
  return welch(effect.estimate, effect.standardError, effect.df, alpha);
}

/** The delta-method test of other tools: only to check the standard error of the lift. */
export function relativeDelta(effect: Effect, alpha?: number) {
  return welch(liftOf(effect) ?? Number.NaN, liftStandardError(effect) ?? Number.NaN, effect.df, alpha);
}

export function fieller(effect: Effect, alpha = 0.05) {
  const { multiplier } = judgeFixed({ z: 0, n: 0, df: effect.df }, { engine: "fixed", alpha });
  return fiellerInterval(effect, multiplier);
}

export function welchAbsolute(input: TestInput) {
  return absolute(measureEffect(...arms(input)), input.alpha);
}

export function relativeLift(input: TestInput) {
  const effect = measureEffect(...arms(input));
  return {
    lift: liftOf(effect),
    delta: relativeDelta(effect, input.alpha),
    fieller: { ci: fieller(effect, input.alpha) },
    p_value: absolute(effect, input.alpha).p_value,
    df: effect.df,
  };
}

export function ratioMetric(input: TestInput) {
  const [control, treatment] = arms(input);
  const effect = measureEffect(control, treatment);
  return {
    control_ratio: control.mean,
    treatment_ratio: treatment.mean,
    control_unit_variance: control.variance,
    treatment_unit_variance: treatment.variance,
    relative_delta: relativeDelta(effect, input.alpha),
    absolute: absolute(effect, input.alpha),
    fieller_ci: fieller(effect, input.alpha),
  };
}

export function cuped(input: TestInput) {
  const [control, treatment] = arms(input);
  const theta = pooledTheta([control, treatment]);
  if (theta === null) throw new Error("The case has no pre-period.");
  const effect = measureEffect(control, treatment, theta);
  const reduction = (arm: Arm) => varianceReduction(arm, theta.theta);
  return {
    theta: theta.theta,
    control_adjusted_mean: effect.control,
    treatment_adjusted_mean: effect.treatment,
    absolute: absolute(effect, input.alpha),
    lift: liftOf(effect),
    relative_delta: relativeDelta(effect, input.alpha),
    fieller_ci: fieller(effect, input.alpha),
    variance_reduction: { control: reduction(control), treatment: reduction(treatment) },
    unadjusted_difference: treatment.mean - control.mean,
    flags: theta.noPreVariance ? ["cuped_no_pre_variance"] : [],
  };
}
