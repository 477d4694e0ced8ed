import * as z from "zod";
import type { JsonValue } from "../events/types.ts";
import type { StatsSettings } from "./definition.ts";

const DEFAULT_ALPHA = 0.05;
const DEFAULT_LOOKBACK_DAYS = 14;
/** The tuning size of an experiment without a plan. */
export const UNPLANNED_UNITS = 20_000;

const share = z.number().gt(0).lt(1);

/** `stats_config` of the public API (API.md 2.18), and beside it our `engine`. */
export const statsConfig = z.looseObject({
  method: z.enum(["bayesian", "frequentist"]).nullish(),
  engine: z.enum(["planned_sequential", "asymp_cs", "fixed"]).nullish(),
  bayesian: z
    .looseObject({ ci_level: share.nullish(), difference_type: z.enum(["relative", "absolute"]).nullish() })
    .nullish(),
  frequentist: z
    .looseObject({ alpha: share.nullish(), difference_type: z.enum(["relative", "absolute"]).nullish() })
    .nullish(),
  cuped: z
    .looseObject({ enabled: z.boolean().nullish(), lookback_days: z.int().min(1).max(90).nullish() })
    .nullish(),
});

interface Plan {
  readonly recommended_sample_size?: number | null | undefined;
  readonly minimum_detectable_effect?: number | null | undefined;
}

/**
 * The settings of an experiment with every default in place. Without a planned sample the default engine has nothing
 * to be planned by: the confidence sequence takes its place. `minimum_detectable_effect` is a percentage.
 */
export function statsOf(config: JsonValue | undefined, plan: Plan = {}): StatsSettings {
  const parsed = statsConfig.safeParse(config ?? {});
  const { method, engine, bayesian, frequentist, cuped } = parsed.success
    ? parsed.data
    : statsConfig.parse({});
  const chosen = method ?? "bayesian";
  const planned = plan.recommended_sample_size ?? null;
  const plannedUnits = planned !== null && planned > 0 ? planned : null;
  const effect = plan.minimum_detectable_effect ?? null;
  const wanted = engine ?? "planned_sequential";
  return {
    method: chosen,
    engine: wanted === "planned_sequential" && plannedUnits === null ? "asymp_cs" : wanted,
    alpha:
      (chosen === "frequentist" ? frequentist?.alpha : bayesian?.ci_level && 1 - bayesian.ci_level) ??
      DEFAULT_ALPHA,
    differenceType:
      (chosen === "frequentist" ? frequentist?.difference_type : bayesian?.difference_type) ?? "relative",
    plannedUnits,
    minimumDetectableEffect: effect !== null && effect > 0 ? effect / 100 : null,
    cuped: {
      enabled: cuped?.enabled ?? true,
      lookbackDays: cuped?.lookback_days ?? DEFAULT_LOOKBACK_DAYS,
    },
  };
}
