import type { Arm, ArmResult } from "../arms/types.ts";
import { type Theta, varianceReduction } from "../cuped/theta.ts";
import { fiellerInterval, liftOf, symmetricInterval } from "../effect/intervals.ts";
import { type Effect, measureEffect } from "../effect/measure.ts";
import { judge } from "../engines/judge.ts";
import { inBurnIn } from "./burn-in.ts";
import type { Comparison, ComparisonOptions, ComparisonStatus, CupedView, Warning } from "./types.ts";
import { viewBayes } from "./view-bayes.ts";

/**
 * Compares one treatment with control at one look. Bad figures become a status, never NaN or Infinity.
 * @param theta of `pooledTheta` over all arms of the metric, or null without CUPED
 * @throws ExperimentSettingsError for engine settings out of range
 */
export function compare(
  control: ArmResult,
  treatment: ArmResult,
  options: ComparisonOptions,
  theta: Theta | null = null,
): Comparison {
  const blank = blankComparison(control, treatment, options);
  const fault = [control, treatment].find((arm) => !arm.ok);
  if (fault !== undefined && !fault.ok) return { ...blank, status: fault.status };
  if (!control.ok || !treatment.ok) return blank;
  const [c, t] = [control.arm, treatment.arm];
  if (c.n === 0 || t.n === 0) return blank;
  if (c.n < 2 || t.n < 2) return withPoint(blank, c, t, "insufficient_data");

  const effect = measureEffect(c, t, theta);
  if (!hasFigures(effect)) return { ...blank, status: "invalid_statistics" };
  const adjusted = { ...blank, cuped: viewCuped(c, t, theta), bayes: viewBayes(c, t, effect, options) };
  const point = {
    ...withPoint(adjusted, c, t, "ok"),
    ...described(effect),
    warnings: warningsOf(effect, theta),
  };
  const z = effect.estimate / effect.standardError;
  if (effect.standardError === 0 || !Number.isFinite(z)) {
    return { ...point, status: "zero_variance", p_value: effect.estimate === 0 ? 1 : null };
  }
  return judged(point, effect, inBurnIn(c, t, options.metric), options);
}

/** The point with its interval and, where one may be given, its significance. */
function judged(
  point: Comparison,
  effect: Effect,
  burnIn: boolean,
  { settings }: ComparisonOptions,
): Comparison {
  const z = effect.estimate / effect.standardError;
  const { multiplier, pValue, informationFraction } = judge({ z, n: effect.n, df: effect.df }, settings);
  const early = settings.engine === "fixed" && informationFraction !== null && informationFraction < 1;
  const relative = effect.baseline > 0 ? fiellerInterval(effect, multiplier) : null;
  const absolute = symmetricInterval(effect.estimate, effect.standardError, multiplier);
  const status = burnIn ? "burn_in" : early ? "preliminary" : "ok";
  return {
    ...point,
    status,
    multiplier,
    absolute_ci: absolute.every(Number.isFinite) ? absolute : null,
    relative_ci: relative,
    p_value: burnIn ? null : pValue,
    significant: status === "ok" && pValue <= settings.alpha,
    information_fraction: informationFraction,
    warnings:
      effect.baseline > 0 && relative === null ? [...point.warnings, "relative_unbounded"] : point.warnings,
  };
}

/** Figures near the limits of float64 overflow when squared. */
function hasFigures({ adjustment, ...effect }: Effect): boolean {
  return [...Object.values(effect), ...Object.values(adjustment)].every(Number.isFinite);
}

function blankComparison(
  control: ArmResult,
  treatment: ArmResult,
  { settings }: ComparisonOptions,
): Comparison {
  return {
    status: "no_data",
    engine: settings.engine,
    n: { control: control.ok ? control.arm.n : 0, treatment: treatment.ok ? treatment.arm.n : 0 },
    control: null,
    treatment: null,
    estimate: null,
    standard_error: null,
    multiplier: null,
    absolute_ci: null,
    lift: null,
    relative_ci: null,
    p_value: null,
    p_adjusted: null,
    significant: false,
    information_fraction: null,
    first_crossed_at: null,
    cuped: null,
    bayes: null,
    srm: null,
    warnings: [],
  };
}

function withPoint(blank: Comparison, c: Arm, t: Arm, status: ComparisonStatus): Comparison {
  const estimate = t.mean - c.mean;
  const lift = c.mean > 0 ? liftOf({ estimate, baseline: c.mean }) : null;
  return { ...blank, status, control: c.mean, treatment: t.mean, estimate, lift };
}

function described(effect: Effect): Partial<Comparison> {
  const { control, treatment, estimate, standardError, baseline } = effect;
  return {
    control,
    treatment,
    estimate,
    standard_error: standardError,
    lift: baseline > 0 ? liftOf(effect) : null,
  };
}

function viewCuped(control: Arm, treatment: Arm, theta: Theta | null): CupedView | null {
  if (theta === null) return null;
  const reduction = (arm: Arm) => varianceReduction(arm, theta.theta);
  return {
    theta: theta.theta,
    variance_reduction: { control: reduction(control), treatment: reduction(treatment) },
    share_without_history: null,
  };
}

function warningsOf(effect: Effect, theta: Theta | null): Warning[] {
  const warnings: Warning[] = [];
  if (theta?.noPreVariance === true) warnings.push("cuped_no_pre_variance");
  if (effect.baseline <= 0) warnings.push("baseline_not_positive");
  return warnings;
}
