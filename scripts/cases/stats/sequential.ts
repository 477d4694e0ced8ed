import {
  fiellerInterval,
  liftOf,
  liftStandardError,
  symmetricInterval,
} from "@edgewise/core/experiments/effect/intervals.ts";
import { measureEffect } from "@edgewise/core/experiments/effect/measure.ts";
import {
  eValueToP,
  judgeAsympCs,
  logEValue,
  mixtureVariance,
  oneSidedMultiplier,
} from "@edgewise/core/experiments/engines/asymp-cs.ts";
import { groupSequentialBounds } from "@edgewise/core/experiments/engines/group-sequential.ts";
import { judgeMsprt } from "@edgewise/core/experiments/engines/msprt.ts";
import {
  judgePlannedSequential,
  obfCriticalZ,
  obfP,
} from "@edgewise/core/experiments/engines/planned-sequential.ts";
import { type ArmsInput, arms } from "./arms.ts";

interface AsympInput extends ArmsInput {
  readonly alpha: number;
  readonly n_star: number;
  readonly n_total?: number;
  readonly estimate?: number;
  readonly standard_error?: number;
}

export function asympCs(input: AsympInput) {
  if (input.control !== undefined || input.raw !== undefined) return asympCsOfArms(input);
  const { n_total: n = 0, estimate = 0, standard_error = 1, alpha, n_star: nStar } = input;
  const z = estimate / standard_error;
  const { multiplier, pValue } = judgeAsympCs({ z, n, df: 0 }, { engine: "asymp_cs", alpha, nStar });
  const rho2 = mixtureVariance(alpha, nStar);
  const logE = logEValue(z, n * rho2);
  return {
    rho: Math.sqrt(rho2),
    half_width: multiplier * standard_error,
    ci: symmetricInterval(estimate, standard_error, multiplier),
    e_value: Number.isFinite(Math.exp(logE)) ? Math.exp(logE) : null,
    log_e_value: logE,
    p_value: pValue,
    multiplier,
    sum_boundary: multiplier * Math.sqrt(n),
    significant: pValue <= alpha,
  };
}

export function asympCsOfArms(input: AsympInput) {
  const effect = measureEffect(...arms(input));
  const settings = { engine: "asymp_cs", alpha: input.alpha, nStar: input.n_star } as const;
  const [lift, error] = [liftOf(effect) ?? Number.NaN, liftStandardError(effect) ?? Number.NaN];
  const relative = judgeAsympCs({ z: lift / error, n: effect.n, df: 0 }, settings);
  const absolute = judgeAsympCs({ z: effect.estimate / effect.standardError, n: effect.n, df: 0 }, settings);
  const { multiplier } = absolute;
  return {
    estimate: lift,
    standard_error: error,
    delta_ci: symmetricInterval(lift, error, multiplier),
    delta_p_value: relative.pValue,
    default: {
      p_value: absolute.pValue,
      absolute_ci: symmetricInterval(effect.estimate, effect.standardError, multiplier),
      fieller_ci: fiellerInterval(effect, multiplier),
    },
  };
}

interface MsprtInput {
  readonly estimate: number;
  readonly standard_error: number;
  readonly tau: number;
  readonly alpha: number;
}

export function msprt({ estimate, standard_error, tau, alpha }: MsprtInput) {
  const { logLikelihoodRatio, pValue, halfWidth } = judgeMsprt(estimate, standard_error, tau, alpha);
  const ratio = Math.exp(logLikelihoodRatio);
  return {
    likelihood_ratio: Number.isFinite(ratio) ? ratio : null,
    log_likelihood_ratio: logLikelihoodRatio,
    p_value: pValue,
    half_width: halfWidth,
  };
}

interface PlannedInput {
  readonly estimate: number;
  readonly standard_error: number;
  readonly n_total: number;
  readonly n_planned: number;
  readonly alpha: number;
  readonly weight?: number;
  readonly first_look_at_plan?: boolean;
}

export function plannedSequential(input: PlannedInput) {
  const { estimate, standard_error, n_total, n_planned, alpha, weight, first_look_at_plan } = input;
  const judged = judgePlannedSequential(
    { z: estimate / standard_error, n: n_total, df: 0 },
    { engine: "planned_sequential", alpha, nPlanned: n_planned, weight, firstLookAtPlan: first_look_at_plan },
  );
  return {
    information_fraction: judged.informationFraction,
    obf_multiplier: judged.obfMultiplier,
    cs_multiplier: judged.csMultiplier,
    multiplier: judged.multiplier,
    ci: symmetricInterval(estimate, standard_error, judged.multiplier),
    p_value: judged.pValue,
    significant: judged.pValue <= alpha,
  };
}

interface GuardrailInput extends ArmsInput {
  readonly alpha: number;
  readonly n_star: number;
  readonly bound: string;
}

export function guardrail(input: GuardrailInput) {
  const effect = measureEffect(...arms(input));
  const [estimate, error] = [liftOf(effect) ?? Number.NaN, liftStandardError(effect) ?? Number.NaN];
  const multiplier = oneSidedMultiplier(effect.n, input.alpha, input.n_star);
  const bound = input.bound === "upper" ? estimate + multiplier * error : estimate - multiplier * error;
  return { estimate, standard_error: error, multiplier, bound };
}

interface GroupInput {
  readonly alpha: number;
  readonly information_fractions?: readonly number[];
  readonly information_fraction?: number;
  readonly z?: number;
}

export function groupSequential({ alpha, information_fractions, information_fraction, z }: GroupInput) {
  if (information_fractions !== undefined) {
    return { z_bounds: groupSequentialBounds(information_fractions, alpha) };
  }
  const t = information_fraction ?? 1;
  return { p_value: obfP(z ?? 0, t), critical_z: obfCriticalZ(t, alpha) };
}

/** p-value of a log e-value, as every e-value becomes one. */
export const pOfLogE = eValueToP;
