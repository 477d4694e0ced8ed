import type { EngineSettings } from "../engines/types.ts";
import type { Srm } from "../srm/check.ts";

export type MetricType = "proportion" | "mean" | "ratio" | "retention";

export type ComparisonStatus =
  | "ok"
  /** Fixed engine before its planned n: figures without significance. */
  | "preliminary"
  /** Too few units or conversions for the asymptotics: figures without p-value. */
  | "burn_in"
  | "insufficient_data"
  | "no_data"
  | "zero_variance"
  | "denominator_zero"
  | "invalid_statistics";

export type Interval = readonly [low: number, high: number];

export interface BayesView {
  readonly model: "beta" | "gaussian";
  readonly chance_to_win: number;
  readonly loss_control: number;
  readonly loss_treatment: number;
  /** Credible interval of the lift; Gaussian model only. */
  readonly ci: Interval | null;
  /** Equal-tailed intervals of the two proportions; beta model only. */
  readonly control_ci: Interval | null;
  readonly treatment_ci: Interval | null;
}

export interface CupedView {
  readonly theta: number;
  /** Share of variance removed, null where there was none. */
  readonly variance_reduction: { readonly control: number | null; readonly treatment: number | null };
  readonly share_without_history: number | null;
}

/** One treatment against control on one metric. Every number is finite; what cannot be known is null. */
export interface Comparison {
  readonly status: ComparisonStatus;
  readonly engine: EngineSettings["engine"];
  readonly n: { readonly control: number; readonly treatment: number };
  /** Displayed means: CUPED-adjusted and centred when CUPED is on. */
  readonly control: number | null;
  readonly treatment: number | null;
  /** Absolute difference, treatment - control. */
  readonly estimate: number | null;
  readonly standard_error: number | null;
  readonly multiplier: number | null;
  readonly absolute_ci: Interval | null;
  /** estimate / raw control mean; null unless that is above 0. */
  readonly lift: number | null;
  /** Fieller; null when control is not distinguishable from 0. */
  readonly relative_ci: Interval | null;
  readonly p_value: number | null;
  readonly p_adjusted: number | null;
  readonly significant: boolean;
  readonly information_fraction: number | null;
  readonly first_crossed_at: string | null;
  readonly cuped: CupedView | null;
  readonly bayes: BayesView | null;
  readonly srm: Pick<Srm, "chi2" | "df" | "p"> | null;
  readonly warnings: readonly Warning[];
}

export type Warning =
  | "cuped_no_pre_variance"
  | "cuped_covariate_imbalance"
  | "baseline_not_positive"
  | "relative_unbounded"
  | "sample_ratio_mismatch"
  | "multiple_exposures";

export interface ComparisonOptions {
  readonly metric: MetricType;
  readonly settings: EngineSettings;
  readonly lowerIsBetter?: boolean;
}
