/** What the warehouse returns for one arm of a mean, proportion or retention metric: sums over units. */
export interface MeanSums {
  readonly n: number;
  readonly sum: number;
  readonly sum_squares: number;
  readonly pre_sum?: number;
  readonly pre_sum_squares?: number;
  readonly pre_post_sum_products?: number;
}

/** The same as stable moments (`count()`, `avg`, `varSampStable`, `covarSampStable`): preferred. */
export interface MeanMoments {
  readonly n: number;
  readonly mean: number;
  readonly variance: number;
  readonly pre_mean?: number;
  readonly pre_variance?: number;
  readonly pre_post_covariance?: number;
}

/** One arm of a ratio metric: sums over units of numerator and denominator, and their pre-period twins. */
export interface RatioSums {
  readonly n: number;
  readonly num_sum: number;
  readonly num_sum_squares: number;
  readonly den_sum: number;
  readonly den_sum_squares: number;
  readonly num_den_sum_products: number;
  readonly pre?: RatioPreSums;
}

/** Pre-period sums of a ratio metric; the last four are products of a pre value with a post value. */
export interface RatioPreSums {
  readonly num_sum: number;
  readonly num_sum_squares: number;
  readonly den_sum: number;
  readonly den_sum_squares: number;
  readonly num_den_sum_products: number;
  readonly pre_num_num_sum_products: number;
  readonly pre_num_den_sum_products: number;
  readonly pre_den_num_sum_products: number;
  readonly pre_den_den_sum_products: number;
}

/** Means and sample covariances (Bessel) of one arm, variables in the order of the metric. */
export interface Sample {
  readonly n: number;
  readonly means: readonly number[];
  readonly covariances: readonly (readonly number[])[];
}

/** One arm as every test sees it, whatever the metric type; variances are per unit, not of the mean. */
export interface Arm {
  readonly n: number;
  readonly mean: number;
  readonly variance: number;
  readonly pre?: PrePeriod;
}

/** The same metric before exposure, and its covariance with the metric itself. */
export interface PrePeriod {
  readonly mean: number;
  readonly variance: number;
  readonly covariance: number;
}

export type ArmFault = "invalid_statistics" | "denominator_zero";
/** An arm, or why its figures cannot be used. */
export type ArmResult =
  | { readonly ok: true; readonly arm: Arm }
  | { readonly ok: false; readonly status: ArmFault };
