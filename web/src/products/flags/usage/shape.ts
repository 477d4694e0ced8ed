import { type DayCount, dayChart } from "../../../charts/day-chart.ts";
import type { ChartData } from "../../../charts/types.ts";
import type { FlagUsage } from "./types.ts";

export const SPLITS = ["variant", "reason", "sdk"] as const;
export type Split = (typeof SPLITS)[number];

const REASONS: Readonly<Record<string, string>> = {
  condition_match: "A condition matched",
  super_condition_value: "Early access",
  holdout_condition_value: "In the holdout",
  out_of_rollout_bound: "Outside the rollout",
  no_condition_match: "No condition matched",
  no_group_type: "No group given",
  flag_disabled: "Switched off",
  missing_dependency: "A flag it depends on is missing",
};

/** A reason code of the edge for people; unknown ones keep their code. */
export function reasonName(code: string): string {
  return REASONS[code] ?? (code || "No reason given");
}

/** Variants and reasons come from the edge's counts; SDKs from what they reported. */
function rowsOf({ counted, reported }: FlagUsage, split: Split): DayCount[] {
  if (split === "sdk")
    return reported.calls.map(({ day, sdk, count }) => ({ day, name: sdk || "unknown SDK", count }));
  return counted.evaluations.map(({ day, variant, enabled, reason, count }) => ({
    day,
    name: split === "reason" ? reasonName(reason) : variant || (enabled ? "on" : "off"),
    count,
  }));
}

/** Usage as a chart, a series a value, most used first. */
export function usageChart(usage: FlagUsage, split: Split, days: readonly string[]): ChartData {
  return dayChart(rowsOf(usage, split), days);
}
