import type { VariantDraft } from "../flags/draft.ts";
import {
  DEFAULT_JUDGING,
  type Judging,
  judgingOf,
  problemOfJudging,
  statsConfigOf,
} from "./judging/settings.ts";
import { fromMetric, type MetricDraft, newMetric, problemOf, toMetric } from "./metric-draft.ts";
import type { Experiment } from "./types.ts";

export interface ExperimentDraft {
  readonly name: string;
  readonly hypothesis: string;
  readonly flagKey: string;
  readonly variants: readonly VariantDraft[];
  readonly noTestAccounts: boolean;
  /** Both variants are the same: nothing should differ. */
  readonly isAA: boolean;
  readonly metrics: readonly MetricDraft[];
  readonly judging: Judging;
  readonly plan: { readonly units: number; readonly days: number | null; readonly effect: number } | null;
}

/** A new experiment: two equal variants and one primary metric to fill in. */
export function emptyExperiment(): ExperimentDraft {
  return {
    name: "",
    hypothesis: "",
    flagKey: "",
    variants: [
      { key: "control", name: "", rollout: 50 },
      { key: "test", name: "", rollout: 50 },
    ],
    noTestAccounts: true,
    isAA: false,
    metrics: [newMetric("first", "primary")],
    judging: DEFAULT_JUDGING,
    plan: null,
  };
}

export function fromExperiment(experiment: Experiment): ExperimentDraft {
  const { parameters } = experiment;
  const { recommended_sample_size: units, minimum_detectable_effect: effect } = parameters;
  return {
    name: experiment.name,
    hypothesis: experiment.description,
    flagKey: experiment.feature_flag_key,
    variants: (parameters.feature_flag_variants ?? []).map(({ key, name, rollout_percentage }) => ({
      key,
      name: name ?? "",
      rollout: rollout_percentage,
    })),
    noTestAccounts: experiment.exposure_criteria.filterTestAccounts === true,
    isAA: parameters.is_aa === true,
    metrics: [
      ...experiment.metrics.map((metric) => fromMetric(metric, "primary")),
      ...experiment.metrics_secondary.map((metric) => fromMetric(metric, "secondary")),
    ],
    judging: judgingOf(experiment),
    plan: units ? { units, days: parameters.recommended_running_time ?? null, effect: effect ?? 0 } : null,
  };
}

/** What the API takes; variants and plan only while it is a draft. */
export function bodyOf(draft: ExperimentDraft, experiment: Experiment | null): object {
  const started = experiment !== null && experiment.status !== "draft";
  const variants = draft.variants.map(({ key, name, rollout }) => ({
    key: key.trim(),
    ...(name ? { name } : {}),
    rollout_percentage: rollout,
  }));
  return {
    name: draft.name.trim(),
    description: draft.hypothesis,
    ...(experiment === null ? { feature_flag_key: draft.flagKey.trim() } : {}),
    metrics: draft.metrics.filter(({ role }) => role === "primary").map(toMetric),
    metrics_secondary: draft.metrics.filter(({ role }) => role !== "primary").map(toMetric),
    exposure_criteria: {
      ...experiment?.exposure_criteria,
      filterTestAccounts: draft.noTestAccounts,
      multiple_variant_handling: draft.judging.keepsFirst ? "first_seen" : "exclude",
    },
    stats_config: statsConfigOf(draft.judging, experiment?.stats_config),
    ...(draft.judging.holdoutId === (experiment?.holdout_id ?? null)
      ? {}
      : { holdout_id: draft.judging.holdoutId }),
    ...(started
      ? {}
      : {
          parameters: {
            feature_flag_variants: variants,
            ...(draft.isAA || experiment?.parameters.is_aa ? { is_aa: draft.isAA } : {}),
            recommended_sample_size: draft.plan?.units ?? null,
            recommended_running_time: draft.plan?.days ?? null,
            minimum_detectable_effect: draft.plan?.effect ?? null,
          },
        }),
  };
}

/** What is missing, by field. */
export function problemsOf(draft: ExperimentDraft): Readonly<Record<string, string>> {
  const problems: Record<string, string> = {};
  const keys = draft.variants.map(({ key }) => key.trim());
  const total = draft.variants.reduce((sum, { rollout }) => sum + rollout, 0);
  if (draft.name.trim() === "") problems.name = "Give it a name.";
  if (!/^[A-Za-z0-9_-]+$/.test(draft.flagKey.trim())) {
    problems.feature_flag_key = 'Use letters, digits, "-" and "_".';
  }
  if (!keys.includes("control")) problems.variants = 'One variant must be called "control".';
  else if (keys.length < 2) problems.variants = "An experiment compares at least two variants.";
  else if (new Set(keys).size < keys.length) problems.variants = "Two variants have the same key.";
  else if (Math.abs(total - 100) > 0.001) problems.variants = `The shares add up to ${total} %, not 100 %.`;
  if (draft.metrics.some((metric) => problemOf(metric) !== null))
    problems.metrics = "A metric is not complete.";
  const judging = problemOfJudging(draft.judging);
  if (judging) problems.stats_config = judging;
  return problems;
}

/** A flag key that a name suggests. */
export const keyOfName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 60);
