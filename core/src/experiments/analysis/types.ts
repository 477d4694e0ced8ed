import type { ArmResult } from "../arms/types.ts";
import type { LookRecord } from "../comparison/carry-forward.ts";
import type { Comparison, MetricType } from "../comparison/types.ts";
import type { EngineSettings } from "../engines/types.ts";
import type { Guardrail } from "../guardrails/judge.ts";
import type { Srm } from "../srm/check.ts";
import type { PrimaryResult, Verdict } from "../verdict/decide.ts";

export type MetricRole = "primary" | "secondary" | "guardrail";

export interface MetricInput {
  readonly id: string;
  readonly role: MetricRole;
  readonly metric: MetricType;
  /** Control first, then the treatments, in the order of the experiment's arms. */
  readonly arms: readonly ArmResult[];
  readonly lowerIsBetter?: boolean;
  /** Adjust by the pre-period where the arms have one; default true. */
  readonly cuped?: boolean;
  readonly shareWithoutHistory?: number;
  /** Accepted harm as a lift, for guardrails. */
  readonly margin?: number;
  readonly mde?: PrimaryResult["mde"];
  /** Per treatment, what was remembered from earlier looks. */
  readonly earlier?: readonly (LookRecord | null)[];
}

export interface ExperimentInput {
  /** Exposed units per arm, control first, without those that saw several variants. */
  readonly exposures: readonly number[];
  readonly weights: readonly number[];
  /** Units excluded because they saw several variants. */
  readonly multipleExposures: number;
  readonly settings: EngineSettings;
  readonly metrics: readonly MetricInput[];
  /** Time of this look, ISO 8601. */
  readonly at: string;
}

export interface MetricResult {
  readonly id: string;
  readonly role: MetricRole;
  readonly comparison: Comparison;
  /** Only for guardrails. */
  readonly guardrail: Guardrail | null;
}

export interface TreatmentResult {
  readonly verdict: Verdict;
  /** In the order of the metrics. */
  readonly metrics: readonly MetricResult[];
}

export interface ExperimentResult {
  readonly srm: Srm;
  readonly multipleExposureShare: number;
  /** In the order of the treatments. */
  readonly treatments: readonly TreatmentResult[];
}
