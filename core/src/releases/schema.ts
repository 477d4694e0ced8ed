import * as z from "zod";
import { experimentMetric } from "../insights/experiment/schema.ts";
import { entityNode, optional } from "../insights/nodes/schema.ts";

/** A percentile over all measurements of an arm, e.g. the p75 of a web vital; people are its independent units. */
const percentile = z.object({
  metric_type: z.literal("percentile"),
  source: entityNode,
  percentile: z.number().gt(0.05).lt(0.95),
  goal: optional(z.enum(["increase", "decrease"])),
});
export type PercentileMetric = z.output<typeof percentile>;

export const guardMetric = z.union([experimentMetric, percentile]);
export type GuardMetric = z.output<typeof guardMetric>;
/** As it is sent and stored. */
export type GuardMetricInput = z.input<typeof guardMetric>;

/** Harm that is accepted: a share of the figure without the flag, or so much of the metric's own unit. */
export const margin = z.object({ scale: z.enum(["relative", "absolute"]), value: z.number().min(0) });
export type Margin = z.output<typeof margin>;

export const guard = z.object({
  uuid: z.string().min(1).max(64),
  name: z.string().min(1).max(200),
  metric: guardMetric,
  margin: margin.default({ scale: "relative", value: 0 }),
});
export type Guard = z.output<typeof guard>;

/** One step: the share of people, and how long it stays at least. */
export const stage = z.object({
  rollout_percentage: z.number().gt(0).max(100),
  minutes: z.int().min(1).max(43_200),
});
export type Stage = z.output<typeof stage>;

/** Which events say who has the flag: its calls, or every event that carries its value. */
export const EXPOSURES = ["called", "carried"] as const;
/** What a step waits for beside its time. */
export const WAITS = ["time", "data", "safe"] as const;
/** Where a roll-back leads. */
export const TARGETS = ["start", "previous_stage"] as const;

const DEFAULT_ALPHA = 0.05;
const DEFAULT_MIN_UNITS = 100;

export const guardSettings = z.object({
  guards: z.array(guard).min(1).max(10),
  /** Chance that a release that harms nothing is rolled back, over all its steps, guard-rails and looks. */
  alpha: z.number().gt(0).max(0.5).default(DEFAULT_ALPHA),
  /** People with and people without the flag that a verdict needs at least. */
  min_units: z.int().min(100).max(1_000_000).default(DEFAULT_MIN_UNITS),
  exposure: z.enum(EXPOSURES).default("called"),
  filter_test_accounts: z.boolean().default(false),
  wait_for: z.enum(WAITS).default("data"),
  /** Stay at the step while nothing can be known: the event store does not answer, or a guard-rail can't be computed. */
  hold_when_blind: z.boolean().default(true),
  roll_back_to: z.enum(TARGETS).default("start"),
});
export type GuardSettings = z.output<typeof guardSettings>;

/** What a metric's values are, for people to read. */
export type Unit = "share" | "milliseconds" | "number";

export function unitOf(metric: GuardMetric): Unit {
  switch (metric.metric_type) {
    case "funnel":
    case "retention":
      return "share";
    case "mean":
      return metric.source.math === "dau" ? "share" : "number";
    case "ratio":
      return "number";
    case "percentile":
      return MILLISECONDS.test(metric.source.math_property ?? "") ? "milliseconds" : "number";
  }
}

const MILLISECONDS = /(LCP|INP|FCP|TTFB)_value$|_ms$|(duration|latency|elapsed)/i;

export const lowerIsBetter = ({ metric }: Pick<Guard, "metric">): boolean => metric.goal === "decrease";
