import type { Arm, ArmResult } from "../arms/types.ts";
import { carryPValue } from "../comparison/carry-forward.ts";
import { compare } from "../comparison/compare.ts";
import type { Comparison, Warning } from "../comparison/types.ts";
import { pooledTheta, type Theta } from "../cuped/theta.ts";
import { measureEffect } from "../effect/measure.ts";
import type { EngineSettings } from "../engines/types.ts";
import { judgeGuardrail } from "../guardrails/judge.ts";
import { ExperimentSettingsError } from "../settings.ts";
import { tTwoSidedP } from "../special/student-t.ts";
import type { MetricInput, MetricResult } from "./types.ts";

const IMBALANCE_P = 0.001;

/** Every treatment of one metric against control, with one theta for all of them. */
export function compareMetric(metric: MetricInput, settings: EngineSettings): MetricResult[] {
  const [control, ...treatments] = metric.arms;
  if (control === undefined)
    throw new ExperimentSettingsError("arms", 0, "control first, then the treatments");
  const theta = metric.cuped === false ? null : thetaOf(metric.arms);
  return treatments.map((treatment, i) => {
    const compared = carryPValue(
      compare(control, treatment, { ...metric, settings }, theta),
      metric.earlier?.[i] ?? null,
    );
    return {
      id: metric.id,
      role: metric.role,
      comparison: withHistory(compared, metric, imbalanceOf(control, treatment)),
      guardrail: metric.role === "guardrail" ? guard(metric, treatment, theta, settings) : null,
    };
  });
}

function guard(metric: MetricInput, treatment: ArmResult, theta: Theta | null, settings: EngineSettings) {
  const control = metric.arms[0]!;
  const nStar = settings.engine === "asymp_cs" ? settings.nStar : settings.nPlanned;
  const units = control.ok && treatment.ok ? control.arm.n + treatment.arm.n : 1;
  return judgeGuardrail(control, treatment, { ...metric, nStar: nStar ?? Math.max(1, units) }, theta);
}

function thetaOf(arms: readonly ArmResult[]): Theta | null {
  const usable = arms.flatMap((result) => (result.ok && result.arm.n > 0 ? [result.arm] : []));
  return usable.length === 0 ? null : pooledTheta(usable);
}

function withHistory(comparison: Comparison, metric: MetricInput, imbalance: readonly Warning[]): Comparison {
  if (comparison.cuped === null) return comparison;
  const share = metric.shareWithoutHistory ?? null;
  const cuped = { ...comparison.cuped, share_without_history: share };
  return { ...comparison, cuped, warnings: [...comparison.warnings, ...imbalance] };
}

/** Welch's test on the pre-period: a difference from before the experiment means that arms were not alike. */
function imbalanceOf(control: ArmResult, treatment: ArmResult): Warning[] {
  if (!control.ok || !treatment.ok) return [];
  const [c, t] = [preArm(control.arm), preArm(treatment.arm)];
  if (c === null || t === null) return [];
  const { estimate, standardError, df } = measureEffect(c, t);
  const imbalanced = standardError > 0 && tTwoSidedP(estimate / standardError, df) < IMBALANCE_P;
  return imbalanced ? ["cuped_covariate_imbalance"] : [];
}

function preArm({ n, pre }: Arm): Arm | null {
  return pre === undefined || n < 2 ? null : { n, mean: pre.mean, variance: pre.variance };
}
