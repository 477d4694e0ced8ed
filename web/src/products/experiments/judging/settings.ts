import type { Experiment } from "../types.ts";

export type Engine = "planned_sequential" | "asymp_cs" | "fixed";

/** How an experiment is judged, while it is edited. */
export interface Judging {
  readonly engine: Engine;
  /** Accepted share of false alarms, in percent. */
  readonly alpha: number;
  readonly cuped: boolean;
  /** Days before exposure that CUPED looks at. */
  readonly lookback: number;
  /** People who saw several variants stay with their first one, instead of being left out. */
  readonly keepsFirst: boolean;
  readonly holdoutId: number | null;
}

export const DEFAULT_JUDGING: Judging = {
  engine: "planned_sequential",
  alpha: 5,
  cuped: true,
  lookback: 14,
  keepsFirst: false,
  holdoutId: null,
};

export interface StatsConfig {
  readonly method?: "bayesian" | "frequentist" | null;
  readonly engine?: Engine | null;
  readonly bayesian?: { readonly ci_level?: number | null; readonly [more: string]: unknown } | null;
  readonly frequentist?: { readonly alpha?: number | null; readonly [more: string]: unknown } | null;
  readonly cuped?: { readonly enabled?: boolean | null; readonly lookback_days?: number | null } | null;
  readonly [more: string]: unknown;
}

const round = (value: number): number => Number(value.toFixed(6));

export function judgingOf(experiment: Experiment): Judging {
  const { method, engine, bayesian, frequentist, cuped } = experiment.stats_config ?? {};
  const level = bayesian?.ci_level ? 1 - bayesian.ci_level : null;
  const alpha = method === "frequentist" ? frequentist?.alpha : level;
  return {
    engine: engine ?? DEFAULT_JUDGING.engine,
    alpha: alpha ? round(alpha * 100) : DEFAULT_JUDGING.alpha,
    cuped: cuped?.enabled ?? DEFAULT_JUDGING.cuped,
    lookback: cuped?.lookback_days ?? DEFAULT_JUDGING.lookback,
    keepsFirst: experiment.exposure_criteria.multiple_variant_handling === "first_seen",
    holdoutId: experiment.holdout_id ?? null,
  };
}

/** What the API takes; settings that the editor doesn't show stay as they are. */
export function statsConfigOf(judging: Judging, before: StatsConfig | undefined): StatsConfig {
  const alpha = round(judging.alpha / 100);
  return {
    ...before,
    engine: judging.engine,
    bayesian: { ...before?.bayesian, ci_level: round(1 - alpha) },
    frequentist: { ...before?.frequentist, alpha },
    cuped: { ...before?.cuped, enabled: judging.cuped, lookback_days: judging.lookback },
  };
}

/** What keeps the settings from being saved; null when nothing does. */
export function problemOfJudging({ alpha, cuped, lookback }: Judging): string | null {
  if (!(alpha > 0 && alpha < 100)) return "False alarms are a share between 0 and 100 %.";
  if (cuped && !(Number.isInteger(lookback) && lookback >= 1 && lookback <= 90))
    return "The past is 1 to 90 days.";
  return null;
}
