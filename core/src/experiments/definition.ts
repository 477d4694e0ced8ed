import type { JsonValue } from "../events/types.ts";
import type { LookRecord } from "./comparison/carry-forward.ts";

/** An experiment as its queries need it: what the project stores, times as numbers. */
export interface ExperimentDefinition {
  readonly id: number;
  readonly name: string;
  readonly flagKey: string;
  /** In the order of the flag; one of them is control. Shares in percent. */
  readonly variants: readonly { readonly key: string; readonly rollout_percentage: number }[];
  /** ms since the epoch; null while it is a draft or runs. */
  readonly startDate: number | null;
  readonly endDate: number | null;
  /** Units that come later are not counted, ms. */
  readonly exposureEnd?: number;
  readonly exposureCriteria: ExposureCriteria;
  readonly stats: StatsSettings;
  /** Units are groups of this type instead of persons. */
  readonly groupTypeIndex?: number;
  /** What earlier looks found, by {@link lookKey}. */
  readonly looks?: Readonly<Record<string, LookRecord>>;
  /** Share of units that a holdout keeps out of every experiment, in percent. */
  readonly holdout?: { readonly key: string; readonly percentage: number };
}

export interface ExposureCriteria {
  readonly filterTestAccounts?: boolean;
  /** An event (or action) other than `$feature_flag_called`. */
  readonly exposureConfig?: JsonValue;
  /** Units that saw several variants: left out (default), or counted for the first. */
  readonly multipleVariants?: "exclude" | "first_seen";
}

/** How results are judged; every field has a default in {@link statsOf}. */
export interface StatsSettings {
  /** Which figures PostHog's clients are shown; the decision rule is `engine` whichever it is. */
  readonly method: "bayesian" | "frequentist";
  readonly engine: "planned_sequential" | "asymp_cs" | "fixed";
  readonly alpha: number;
  readonly differenceType: "relative" | "absolute";
  /** Planned units over all variants, locked at launch; null without a plan. */
  readonly plannedUnits: number | null;
  /** Smallest effect worth finding, as a lift; null when nobody said. */
  readonly minimumDetectableEffect: number | null;
  readonly cuped: { readonly enabled: boolean; readonly lookbackDays: number };
}

/** The name of one comparison over all looks at it. */
export const lookKey = (metric: string, variant: string): string => `${metric}:${variant}`;

/** Control's key: the variant every other one is compared with. */
export const CONTROL = "control";

/** Control first, then the others as the flag lists them; without a `control` the flag's first variant is it. */
export function armsOf({ variants }: Pick<ExperimentDefinition, "variants">): readonly string[] {
  const keys = variants.map(({ key }) => key);
  const control = keys.includes(CONTROL) ? CONTROL : keys[0];
  return control === undefined ? [] : [control, ...keys.filter((key) => key !== control)];
}

/** The shares that the flag gives to the arms, in their order. */
export const weightsOf = (
  { variants }: Pick<ExperimentDefinition, "variants">,
  arms: readonly string[],
): number[] => arms.map((key) => variants.find((variant) => variant.key === key)?.rollout_percentage ?? 0);
