import type { MetricType } from "../../experiments/comparison/types.ts";
import type { Expr } from "../../sql/ast.ts";
import type { InsightResult } from "../error.ts";
import type { InsightContext } from "../query-kind.ts";
import { funnelMetric } from "./funnel.ts";
import type { Points, Span } from "./points.ts";
import { retentionMetric } from "./retention.ts";
import type { ExperimentMetric, MeanMetric, Outliers, RatioMetric } from "./schema.ts";
import { sourceOf } from "./source.ts";

/** A metric ready to be put into a query. */
export interface MetricPlan {
  /** The statistics that it is judged by. */
  readonly type: MetricType;
  /** True: the metric is the ratio of its two values; else it is the mean of the one. */
  readonly ratio: boolean;
  /** Events to collect. */
  readonly points: readonly Points[];
  /** The numbers of a unit over a span: one, or numerator and denominator. */
  readonly values: (span: Span) => readonly Expr[];
  /** Caps of these values. */
  readonly outliers: readonly Outliers[];
  /** Steps that a unit reached, for funnels. */
  readonly level?: (span: Span) => Expr;
  readonly steps: number;
  /** The same before exposure says something about it: it can be adjusted for. */
  readonly hasPast: boolean;
}

/** Compiles one metric; `attr` is the path of the metric in the request, `name` that of its columns. */
export function metricOf(
  metric: ExperimentMetric,
  attr: string,
  context: InsightContext,
  name = "points",
): InsightResult<MetricPlan> {
  switch (metric.metric_type) {
    case "mean":
      return meanMetric(metric, attr, context, name);
    case "ratio":
      return ratioMetric(metric, attr, context, name);
    case "funnel":
      return funnelMetric(metric, attr, context, name);
    case "retention":
      return retentionMetric(metric, attr, context, name);
  }
}

function meanMetric(
  metric: MeanMetric,
  attr: string,
  context: InsightContext,
  name: string,
): InsightResult<MetricPlan> {
  const source = sourceOf(metric.source, `${name}_1`, `${attr}__source`, context);
  if (!source.ok) return source;
  const { points, value } = source.value;
  const { lower_bound_percentile, upper_bound_percentile, ignore_zeros } = metric;
  return {
    ok: true,
    value: {
      type: metric.source.math === "dau" ? "proportion" : "mean",
      ratio: false,
      points: [points],
      values: (span) => [value(span)],
      outliers: [{ lower_bound_percentile, upper_bound_percentile, ignore_zeros }],
      steps: 0,
      hasPast: true,
    },
  };
}

function ratioMetric(
  metric: RatioMetric,
  attr: string,
  context: InsightContext,
  name: string,
): InsightResult<MetricPlan> {
  const numerator = sourceOf(metric.numerator, `${name}_1`, `${attr}__numerator`, context);
  if (!numerator.ok) return numerator;
  const denominator = sourceOf(metric.denominator, `${name}_2`, `${attr}__denominator`, context);
  if (!denominator.ok) return denominator;
  const [over, under] = [numerator.value, denominator.value];
  return {
    ok: true,
    value: {
      type: "ratio",
      ratio: true,
      points: [over.points, under.points],
      values: (span) => [over.value(span), under.value(span)],
      outliers: [metric.numerator_outlier_handling, metric.denominator_outlier_handling],
      steps: 0,
      hasPast: true,
    },
  };
}
