import { fixedMultiplier, meanMde, power, proportionMde } from "@edgewise/core/experiments/plan/power.ts";
import {
  cupedFactor,
  meanSampleSize,
  proportionSampleSize,
  sequentialInflation,
  tCorrection,
} from "@edgewise/core/experiments/plan/sample-size.ts";

interface PlanInput {
  readonly kind: string;
  readonly alpha: number;
  readonly power?: number;
  readonly weight?: number;
  readonly baseline?: number;
  readonly treatment?: number;
  readonly sd?: number;
  readonly delta?: number;
  readonly ratio_treatment_to_control?: number;
  readonly variance_reduction?: number;
  readonly n_per_arm?: number;
  readonly standard_error?: number;
  readonly multiplier?: number;
}

/** Every figure of the planner; a case names the ones that it checks. */
export function sampleSize(input: PlanInput) {
  const goal = { alpha: input.alpha, power: input.power ?? 0.8 };
  const factor = cupedFactor(input.variance_reduction ?? 0);
  const inflation = sequentialInflation(goal, input.weight);
  const sequential = input.kind === "sequential_inflation" ? inflation : 1;
  const needed = unitsOf(input, goal);
  return {
    ...needed.fields,
    inflation,
    n_per_arm: needed.perArm === null ? null : Math.ceil(needed.perArm * factor * sequential),
    ...detectable(input, goal),
  };
}

function unitsOf(input: PlanInput, goal: { alpha: number; power: number }) {
  const { baseline, treatment, sd, delta } = input;
  if (baseline !== undefined && treatment !== undefined) {
    const unpooled = proportionSampleSize(baseline, treatment, goal);
    const pooled = proportionSampleSize(baseline, treatment, goal, "pooled");
    return { perArm: unpooled, fields: { n_per_arm_unpooled: unpooled, n_per_arm_pooled: pooled } };
  }
  if (sd === undefined || delta === undefined) return { perArm: null, fields: {} };
  const units = meanSampleSize(sd, delta, goal, input.ratio_treatment_to_control ?? 1);
  const normal = units.control;
  const fields = {
    n_per_arm_normal: normal,
    n_per_arm_t: normal + tCorrection(goal),
    n_control: units.control,
    n_treatment: units.treatment,
  };
  return { perArm: normal, fields };
}

function detectable(input: PlanInput, goal: { alpha: number; power: number }) {
  const { baseline, sd, n_per_arm: n, delta, standard_error } = input;
  const c = input.multiplier ?? fixedMultiplier(input.alpha);
  if (delta !== undefined && standard_error !== undefined) return { power: power(delta, standard_error, c) };
  if (n === undefined) return {};
  if (sd !== undefined && delta === undefined)
    return { mde: meanMde(sd, n, goal), mde_absolute: meanMde(sd, n, goal) };
  if (baseline === undefined) return {};
  const mde = proportionMde(baseline, n, goal);
  return { mde, mde_absolute: mde, mde_relative: mde === null ? null : mde / baseline };
}
