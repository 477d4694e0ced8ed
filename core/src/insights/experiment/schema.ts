import * as z from "zod";
import type { JsonValue } from "../../events/types.ts";
import { breakdownFilter, entityNode, optional } from "../nodes/schema.ts";

/** Schemas of experiment queries (API.md 2.18). Unknown keys are ignored; null means absent. */

const json = z.unknown().transform((value) => value as JsonValue);
const percentile = optional(z.number().min(0).max(1));
const outliers = optional(
  z.object({
    lower_bound_percentile: percentile,
    upper_bound_percentile: percentile,
    ignore_zeros: optional(z.boolean()),
  }),
);
export type Outliers = z.output<typeof outliers>;

export const WINDOW_UNITS = ["second", "minute", "hour", "day", "week", "month"] as const;
export type WindowUnit = (typeof WINDOW_UNITS)[number];

const base = {
  kind: optional(z.literal("ExperimentMetric")),
  uuid: optional(z.string()),
  name: optional(z.string()),
  conversion_window: optional(z.int().min(0)),
  conversion_window_unit: optional(z.enum(WINDOW_UNITS)),
  goal: optional(z.enum(["increase", "decrease"])),
  breakdownFilter: optional(breakdownFilter),
};

const mean = z.object({
  ...base,
  metric_type: z.literal("mean"),
  source: entityNode,
  lower_bound_percentile: percentile,
  upper_bound_percentile: percentile,
  ignore_zeros: optional(z.boolean()),
});
const funnel = z.object({
  ...base,
  metric_type: z.literal("funnel"),
  series: z.array(entityNode).min(1).max(20),
  funnel_order_type: optional(z.enum(["ordered", "unordered", "strict"])),
});
const ratio = z.object({
  ...base,
  metric_type: z.literal("ratio"),
  numerator: entityNode,
  denominator: entityNode,
  numerator_outlier_handling: outliers,
  denominator_outlier_handling: outliers,
});
const retention = z.object({
  ...base,
  metric_type: z.literal("retention"),
  start_event: entityNode,
  completion_event: entityNode,
  retention_window_start: z.int().min(0),
  retention_window_end: z.int().min(0),
  retention_window_unit: z.enum(WINDOW_UNITS),
  start_handling: optional(z.enum(["first_seen", "last_seen"])),
});

export const experimentMetric = z.discriminatedUnion("metric_type", [mean, funnel, ratio, retention]);
export type ExperimentMetric = z.output<typeof experimentMetric>;
export type MeanMetric = z.output<typeof mean>;
export type FunnelMetric = z.output<typeof funnel>;
export type RatioMetric = z.output<typeof ratio>;
export type RetentionMetric = z.output<typeof retention>;

export const experimentSchema = z.object({
  kind: z.literal("ExperimentQuery"),
  experiment_id: z.int(),
  metric: experimentMetric,
  /** Ours: the state as of this time (ISO 8601), for the history of a result. */
  as_of: optional(z.iso.datetime({ offset: true })),
});
export type ExperimentQuery = z.output<typeof experimentSchema>;

export const exposureSchema = z.object({
  kind: z.literal("ExperimentExposureQuery"),
  experiment_id: z.int(),
  experiment_name: optional(z.string()),
  exposure_criteria: optional(z.record(z.string(), json)),
  start_date: optional(z.string()),
  end_date: optional(z.string()),
});
export type ExperimentExposureQuery = z.output<typeof exposureSchema>;
