import type { Arm } from "../arms/types.ts";
import { adjustedVariance, type Theta } from "../cuped/theta.ts";

/** The difference of two arms with everything an interval on either scale needs. */
export interface Effect {
  readonly n: number;
  /** Displayed means: raw, or centred CUPED-adjusted. */
  readonly control: number;
  readonly treatment: number;
  /** treatment - control, absolute. */
  readonly estimate: number;
  readonly standardError: number;
  /** Welch-Satterthwaite; 0 when the standard error is 0. */
  readonly df: number;
  /** Raw control mean: what a lift is relative to. */
  readonly baseline: number;
  /** Covariance of estimate and baseline with its sign turned: v1 of the Fieller interval. */
  readonly baselineCovariance: number;
  readonly baselineVariance: number;
  /** Raw treatment mean and the variance of the adjusted one, for the delta method. */
  readonly treatmentRaw: number;
  readonly treatmentVariance: number;
  /** theta and the pre-period of control, for the delta method. */
  readonly adjustment: { readonly theta: number; readonly preVariance: number; readonly covariance: number };
}

/**
 * Absolute difference of two arms with n >= 2 each, CUPED-adjusted when `theta` is given.
 * Source: Welch for the raw difference; with CUPED the adjusted difference of `y ~ arm + x`.
 */
export function measureEffect(control: Arm, treatment: Arm, theta: Theta | null = null): Effect {
  const slope = theta?.theta ?? 0;
  const [preControl, preTreatment] = [control.pre?.mean ?? 0, treatment.pre?.mean ?? 0];
  const centre = theta?.preMean ?? 0;
  const vc = adjustedVariance(control, slope) / control.n;
  const vt = adjustedVariance(treatment, slope) / treatment.n;
  const v0 = vc + vt;
  const covariance = control.pre?.covariance ?? 0;
  return {
    n: control.n + treatment.n,
    control: control.mean - slope * (preControl - centre),
    treatment: treatment.mean - slope * (preTreatment - centre),
    estimate: treatment.mean - control.mean - slope * (preTreatment - preControl),
    standardError: Math.sqrt(v0),
    df: v0 === 0 ? 0 : 1 / ((vt / v0) ** 2 / (treatment.n - 1) + (vc / v0) ** 2 / (control.n - 1)),
    baseline: control.mean,
    baselineCovariance: (control.variance - slope * covariance) / control.n,
    baselineVariance: control.variance / control.n,
    treatmentRaw: treatment.mean,
    treatmentVariance: vt,
    adjustment: {
      theta: slope,
      preVariance: (control.pre?.variance ?? 0) / control.n,
      covariance: covariance / control.n,
    },
  };
}
