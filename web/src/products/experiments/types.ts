import type { Comparison } from "@edgewise/core/experiments/comparison/types.ts";
import type { Guardrail } from "@edgewise/core/experiments/guardrails/judge.ts";
import type { Verdict } from "@edgewise/core/experiments/verdict/decide.ts";
import type { StatsConfig } from "./judging/settings.ts";

export type ExperimentStatus = "draft" | "running" | "paused" | "stopped";
export type Conclusion = "won" | "lost" | "inconclusive" | "stopped_early" | "invalid";

/** A series of a metric as the API takes it. */
export interface MetricNode {
  readonly kind: string;
  readonly event?: string | null;
  readonly id?: number | string;
  readonly name?: string;
  readonly math?: string;
  readonly math_property?: string;
  readonly properties?: readonly unknown[];
}

/** A metric as the API stores it; what the editor doesn't show is kept. */
export interface ApiMetric {
  readonly kind?: string;
  readonly uuid?: string;
  readonly name?: string;
  readonly metric_type: "mean" | "funnel" | "ratio" | "retention";
  readonly goal?: "increase" | "decrease";
  readonly conversion_window?: number;
  readonly conversion_window_unit?: string;
  readonly source?: MetricNode;
  readonly series?: readonly MetricNode[];
  readonly numerator?: MetricNode;
  readonly denominator?: MetricNode;
  readonly start_event?: MetricNode;
  readonly completion_event?: MetricNode;
  readonly retention_window_start?: number;
  readonly retention_window_end?: number;
  readonly retention_window_unit?: string;
  readonly start_handling?: string;
  readonly upper_bound_percentile?: number;
  readonly guardrail?: boolean | { readonly margin?: number } | null;
  readonly [more: string]: unknown;
}

export interface Variant {
  readonly key: string;
  readonly name?: string | null;
  readonly rollout_percentage: number;
}

export interface Experiment {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly status: ExperimentStatus;
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly feature_flag_key: string;
  readonly feature_flag: { readonly id: number; readonly key: string; readonly active: boolean };
  readonly parameters: {
    readonly feature_flag_variants?: readonly Variant[];
    readonly recommended_sample_size?: number | null;
    readonly recommended_running_time?: number | null;
    readonly minimum_detectable_effect?: number | null;
    /** Ours: an A/A test. */
    readonly is_aa?: boolean | null;
  };
  readonly metrics: readonly ApiMetric[];
  readonly metrics_secondary: readonly ApiMetric[];
  readonly exposure_criteria: {
    readonly filterTestAccounts?: boolean | null;
    readonly multiple_variant_handling?: "exclude" | "first_seen" | null;
  };
  readonly stats_config?: StatsConfig;
  readonly holdout_id?: number | null;
  readonly exposure_frozen_at: string | null;
  readonly conclusion: Conclusion | null;
  readonly conclusion_comment: string | null;
  readonly tags: readonly string[];
  readonly archived: boolean;
  readonly created_at: string;
  readonly updated_at: string;
  readonly created_by: { readonly first_name: string; readonly email: string } | null;
}

export interface VariantStats {
  readonly key: string;
  readonly number_of_samples?: number;
  readonly sum?: number;
  readonly denominator_sum?: number;
  readonly step_counts?: readonly number[];
}

export interface MetricResult {
  readonly uuid: string;
  readonly name: string;
  readonly role: "primary" | "secondary" | "guardrail";
  readonly metric: ApiMetric;
  readonly error: string | null;
  readonly hogql: string | null;
  readonly baseline: VariantStats | null;
  readonly variants: readonly (VariantStats & {
    readonly comparison: Comparison | null;
    readonly guardrail: Guardrail | null;
  })[];
}

/** `GET experiments/:id/results/`. */
export interface Results {
  readonly computed_at: string;
  readonly exposures: {
    readonly timeseries: readonly {
      readonly variant: string;
      readonly days: readonly string[];
      readonly exposure_counts: readonly number[];
    }[];
    readonly total_exposures: Readonly<Record<string, number>>;
  };
  readonly srm: { readonly p: number; readonly blocks: boolean };
  readonly multiple_exposures: number;
  readonly multiple_exposure_share: number;
  readonly engine: { readonly engine: string; readonly nPlanned?: number; readonly nStar?: number };
  readonly control: string | null;
  readonly variants: readonly { readonly key: string; readonly verdict: Verdict }[];
  readonly metrics: readonly MetricResult[];
}

/** `GET experiments/:id/timeseries_results/`. */
export interface Timeseries {
  readonly status: "pending" | "partial" | "completed";
  readonly timeseries: Readonly<
    Record<
      string,
      { readonly variant_results: readonly { key: string; comparison: Comparison | null }[] } | null
    >
  >;
}

export interface RunningTime {
  readonly recommended_sample_size: number;
  readonly units_per_variant: number;
  readonly recommended_running_time: number | null;
  readonly sequential_inflation: number;
}
