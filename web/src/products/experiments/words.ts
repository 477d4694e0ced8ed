import type { Comparison, ComparisonStatus, Warning } from "@edgewise/core/experiments/comparison/types.ts";
import type { Verdict } from "@edgewise/core/experiments/verdict/decide.ts";
import type { ApiMetric, Conclusion, ExperimentStatus, VariantStats } from "./types.ts";

type Tone = "neutral" | "accent" | "ok" | "warn" | "danger";

const DIFFERS: VerdictWords = {
  label: "It differs, and should not",
  tone: "danger",
  advice:
    "Everyone saw the same, and a metric still differs. Of a hundred healthy A/A tests fewer than five do so: look for events that one variant loses or counts twice.",
};
const SAME: VerdictWords = {
  label: "No difference",
  tone: "ok",
  advice:
    "As it should be: assignment and counting treat the variants alike, as far as these people can tell.",
};

/** Verdicts that mean something else when every variant is the same. */
const AA_VERDICTS: Readonly<Partial<Record<Verdict, VerdictWords>>> = {
  ship: DIFFERS,
  stop_harm: DIFFERS,
  no_effect_at_plan: SAME,
  keep_running: { ...SAME, label: "No difference so far", tone: "accent" },
};

/** What a verdict asks its reader to do. */
export const verdictOf = (verdict: Verdict, isAA: boolean): VerdictWords =>
  (isAA ? AA_VERDICTS[verdict] : undefined) ?? VERDICTS[verdict];

/** How a status is shown. */
export const STATUS: Readonly<Record<ExperimentStatus, { readonly label: string; readonly tone: Tone }>> = {
  draft: { label: "draft", tone: "neutral" },
  running: { label: "running", tone: "ok" },
  paused: { label: "paused", tone: "warn" },
  stopped: { label: "ended", tone: "accent" },
};

export const CONCLUSIONS: Readonly<Record<Conclusion, string>> = {
  won: "Won",
  lost: "Lost",
  inconclusive: "Inconclusive",
  stopped_early: "Stopped early",
  invalid: "Invalid",
};

interface VerdictWords {
  readonly label: string;
  readonly tone: Tone;
  readonly advice: string;
}

const VERDICTS: Readonly<Record<Verdict, VerdictWords>> = {
  untrustworthy: {
    label: "Don't trust this yet",
    tone: "danger",
    advice:
      "The split is not the one that was asked for, or many people saw several variants. Find out why before you read any result: a redirect, a late flag call, bots, or a variant that fails to load.",
  },
  burn_in: {
    label: "Warming up",
    tone: "neutral",
    advice: "Too few people for any judgement: at least 100 in each variant, and 25 conversions together.",
  },
  insufficient_data: {
    label: "No data yet",
    tone: "neutral",
    advice: "No primary metric can be judged: check that its events arrive from exposed people.",
  },
  stop_harm: {
    label: "Stop: it does harm",
    tone: "danger",
    advice: "A guardrail is harmed or a primary metric is significantly worse.",
  },
  ship: {
    label: "Ship it",
    tone: "ok",
    advice:
      "A primary metric is significantly better and no guardrail is harmed. The rule stays valid however often you look.",
  },
  no_effect_at_plan: {
    label: "No effect worth having",
    tone: "neutral",
    advice:
      "The planned number of people is reached, and any effect is smaller than the one you were looking for.",
  },
  keep_running: {
    label: "Keep it running",
    tone: "accent",
    advice: "Nothing is decided yet. You may look whenever you like.",
  },
};

const STATUS_WORDS: Readonly<Record<ComparisonStatus, string>> = {
  ok: "",
  preliminary: "preliminary: wait for the planned number of people",
  burn_in: "warming up",
  insufficient_data: "one person only",
  no_data: "no data",
  zero_variance: "everyone has the same value",
  denominator_zero: "the denominator is zero",
  invalid_statistics: "the figures contradict each other",
};

const WARNING_WORDS: Readonly<Record<Warning, string>> = {
  cuped_no_pre_variance: "nothing is known from before the exposure, so the noise could not be reduced",
  cuped_covariate_imbalance: "the variants already differed before the experiment",
  baseline_not_positive: "control is zero or negative: read the absolute effect",
  relative_unbounded: "control can't be told from zero: read the absolute effect",
  sample_ratio_mismatch: "the split is not the one that was asked for",
  multiple_exposures: "many people saw several variants",
};

/** Why a comparison says less than usual; none when it says all. */
export function remarks({ status, warnings }: Comparison): string[] {
  const state = STATUS_WORDS[status];
  // Newcomers have no past, and that is no fault: it is said by what the past took away.
  const told = warnings.filter((warning) => warning !== "cuped_no_pre_variance");
  return [...(state ? [state] : []), ...told.map((warning) => WARNING_WORDS[warning])];
}

/** Better, worse or undecided, from the reader's side. */
export function direction(comparison: Comparison, metric: ApiMetric): "better" | "worse" | "open" {
  if (!comparison.significant || comparison.estimate === null || comparison.estimate === 0) return "open";
  return comparison.estimate > 0 === (metric.goal !== "decrease") ? "better" : "worse";
}

/** `12.3 %`, `−4 %`: a share with as many digits as it needs. */
export function percent(share: number, digits = 1): string {
  return `${(share * 100).toLocaleString("en", { maximumFractionDigits: digits, minimumFractionDigits: 0 }).replace("-", "−")} %`;
}

/** The same with its sign, for lifts. */
export const signedPercent = (share: number): string => `${share > 0 ? "+" : ""}${percent(share)}`;

/** What a variant did: a rate, a mean or a ratio, in the metric's own terms. */
export function metricValue(stats: VariantStats | null, metric: ApiMetric): string {
  const n = stats?.number_of_samples ?? 0;
  if (!stats || n === 0) return "–";
  const sum = stats.sum ?? 0;
  const number = (value: number) => value.toLocaleString("en", { maximumSignificantDigits: 4 });
  switch (metric.metric_type) {
    case "funnel":
      return percent(sum / n, 2);
    case "retention":
      return stats.denominator_sum ? percent(sum / stats.denominator_sum, 2) : "–";
    case "ratio":
      return stats.denominator_sum ? number(sum / stats.denominator_sum) : "–";
    case "mean":
      return metric.source?.math === "dau" ? percent(sum / n, 2) : number(sum / n);
  }
}

/** A p-value for people: never 0, never eight digits. */
export function pValue(p: number | null): string {
  if (p === null) return "–";
  if (p < 0.0001) return "< 0.0001";
  return p.toLocaleString("en", { maximumFractionDigits: 4 });
}

/** What choosing wrongly would cost on average, as the Bayesian lens sees it. */
export function lossWords(bayes: Comparison["bayes"]): string {
  if (!bayes) return "Nothing to stand on yet.";
  const [ship, stay] = [bayes.loss_treatment, bayes.loss_control].map((loss) => percent(loss, 2));
  return `Expected loss if it is shipped: ${ship}; if control stays: ${stay}.`;
}

/** The chance to win: never certainty. */
export function chanceWords(bayes: Comparison["bayes"]): string {
  if (!bayes) return "–";
  const { chance_to_win: chance } = bayes;
  if (chance > 0.999) return "> 99.9 %";
  return chance < 0.001 ? "< 0.1 %" : percent(chance);
}
