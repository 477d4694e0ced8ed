import type { JsonObject } from "../../events/types.ts";
import { armFromMoments } from "../../experiments/arms/mean.ts";
import { ratioArm } from "../../experiments/arms/ratio.ts";
import type { ArmResult } from "../../experiments/arms/types.ts";
import type { MetricPlan } from "./metric.ts";
import type { VariantRow } from "./rows.ts";

/** What the tests see of a variant. */
export function armOf(row: VariantRow | undefined, { ratio }: MetricPlan): ArmResult {
  if (!row) return { ok: true, arm: { n: 0, mean: 0, variance: 0 } };
  const { units: n, means, covariances } = row;
  if (ratio) return ratioArm({ n, means, covariances });
  return armFromMoments({
    n,
    mean: means[0] ?? 0,
    variance: covariances[0]?.[0] ?? 0,
    ...(means.length > 1
      ? { pre_mean: means[1]!, pre_variance: covariances[1]![1]!, pre_post_covariance: covariances[0]![1]! }
      : {}),
  });
}

/** The statistics of a variant as the public API names them: sums over units (API.md 2.18). */
export function statsOfVariant(key: string, row: VariantRow | undefined, metric: MetricPlan): JsonObject {
  const n = row?.units ?? 0;
  const mean = (index: number): number => row?.means[index] ?? 0;
  const sum = (index: number): number => n * mean(index);
  const products = (a: number, b: number): number =>
    (n - 1) * (row?.covariances[a]?.[b] ?? 0) + n * mean(a) * mean(b);
  const past = metric.ratio ? 2 : 1;
  const hasPast = (row?.means.length ?? 0) > past;
  return {
    key,
    number_of_samples: n,
    sum: n === 0 ? 0 : tidy(sum(0)),
    sum_squares: n === 0 ? 0 : tidy(products(0, 0)),
    ...(metric.ratio
      ? {
          denominator_sum: tidy(sum(1)),
          denominator_sum_squares: n === 0 ? 0 : tidy(products(1, 1)),
          numerator_denominator_sum_product: n === 0 ? 0 : tidy(products(0, 1)),
        }
      : {}),
    ...(hasPast && !metric.ratio
      ? {
          covariate_sum: tidy(sum(1)),
          covariate_sum_squares: tidy(products(1, 1)),
          covariate_sum_product: tidy(products(0, 1)),
        }
      : {}),
    ...(metric.steps > 0 ? { step_counts: row ? [...row.steps] : Array<number>(metric.steps).fill(0) } : {}),
  };
}

/** Sums of counts are whole again after they went through their mean. */
function tidy(value: number): number {
  const whole = Math.round(value);
  return Math.abs(value - whole) < 1e-9 * Math.max(1, Math.abs(value)) ? whole : value;
}
