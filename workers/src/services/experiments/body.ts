import { statsConfig } from "@edgewise/core/experiments/stats-settings.ts";
import { type ExperimentMetric, experimentMetric } from "@edgewise/core/insights/experiment/schema.ts";
import * as z from "zod";
import { invalid } from "../../http/errors.ts";

const object = z.record(z.string(), z.json());
const metrics = z.array(object).max(100);
const order = z.array(z.string()).nullish();
const moment = z.iso.datetime({ offset: true }).nullish();

/** Variants as the flag gets them. */
export const experimentVariants = z
  .array(
    z.looseObject({
      key: z.string().min(1).max(400),
      name: z.string().max(1000).nullish(),
      rollout_percentage: z.number().min(0).max(100).optional(),
      /** What programs for older versions send. */
      split_percent: z.number().min(0).max(100).optional(),
    }),
  )
  .min(2, "An experiment compares at least two variants.")
  .max(20);

const planned = {
  recommended_sample_size: z.number().min(0).nullish(),
  recommended_running_time: z.number().min(0).nullish(),
  minimum_detectable_effect: z.number().min(0).nullish(),
};
const plan = z.object({ ...planned, exposure_estimate_config: object.nullish() });

const parameters = z.looseObject({
  feature_flag_variants: experimentVariants.nullish(),
  ...planned,
  excluded_variants: z.array(z.string()).max(20).nullish(),
  aggregation_group_type_index: z.int().min(0).max(4).nullish(),
  rollout_percentage: z.number().min(0).max(100).nullish(),
});

/** The flag's settings in its own shape, as newer clients send them; `parameters` comes first. */
const flagConfig = z.looseObject({
  filters: z
    .looseObject({
      groups: z.array(z.looseObject({ rollout_percentage: z.number().min(0).max(100).nullish() })).nullish(),
      multivariate: z.looseObject({ variants: experimentVariants }).nullish(),
      aggregation_group_type_index: z.int().min(0).max(4).nullish(),
      payloads: z.record(z.string(), z.json()).nullish(),
    })
    .nullish(),
  ensure_experience_continuity: z.boolean().nullish(),
});

const exposureCriteria = z.looseObject({
  filterTestAccounts: z.boolean().nullish(),
  exposure_config: object.nullish(),
  multiple_variant_handling: z.enum(["exclude", "first_seen"]).nullish(),
});

export const CONCLUSIONS = ["won", "lost", "inconclusive", "stopped_early", "invalid"] as const;

/** What an experiment may be written with (API.md 4.5); unknown keys are dropped. */
export const experimentBody = z.object({
  name: z.string().trim().min(1).max(400),
  description: z.string().max(10_000).nullish(),
  feature_flag_key: z.string().min(1).max(400),
  feature_flag: flagConfig.nullish(),
  /** Changes the flag of a started experiment too. */
  update_feature_flag_params: z.boolean().optional(),
  type: z.enum(["web", "product"]).nullish(),
  holdout_id: z.int().nullish(),
  parameters: parameters.nullish(),
  /** What the running time was planned with: the same as in `parameters`. */
  running_time_calculation: plan.nullish(),
  /** Variants that are served but not judged. */
  excluded_variants: z.array(z.string()).max(20).nullish(),
  metrics: metrics.nullish(),
  metrics_secondary: metrics.nullish(),
  saved_metrics_ids: z
    .array(
      z.object({
        id: z.int(),
        metadata: z.looseObject({ type: z.enum(["primary", "secondary"]).default("primary") }).optional(),
      }),
    )
    .max(100)
    .nullish(),
  exposure_criteria: exposureCriteria.nullish(),
  exposure_cohort: z.int().nullish(),
  stats_config: statsConfig.nullish(),
  primary_metrics_ordered_uuids: order,
  secondary_metrics_ordered_uuids: order,
  start_date: moment,
  end_date: moment,
  archived: z.boolean().optional(),
  deleted: z.boolean().optional(),
  conclusion: z.enum(CONCLUSIONS).nullish(),
  conclusion_comment: z.string().max(10_000).nullish(),
  tags: z.array(z.string().trim().min(1).max(255)).max(100).optional(),
});
export type ExperimentBody = z.output<typeof experimentBody>;
export type Variants = z.output<typeof experimentVariants>;

/** Every metric with a uuid; throws with the path of the first one that no query could be made of. */
export function checkMetrics(
  list: NonNullable<ExperimentBody["metrics"]>,
  attr: string,
  newId: () => string,
): Record<string, unknown>[] {
  return list.map((metric, index) => {
    checkMetric(metric, `${attr}__${index}`);
    return {
      ...metric,
      kind: "ExperimentMetric",
      uuid: typeof metric.uuid === "string" ? metric.uuid : newId(),
    };
  });
}

/** A metric as its query takes it. Throws with the path of the faulty field. */
export function checkMetric(metric: unknown, attr: string): ExperimentMetric {
  const parsed = experimentMetric.safeParse(metric);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid([attr, ...(issue?.path ?? []).map(String)].join("__"), issue?.message ?? "Not a metric.");
}
