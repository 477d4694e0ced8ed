import type { FlagFilters } from "@edgewise/core/flags/types.ts";
import { describeFilter } from "../filters/filter.ts";

/** Who gets a flag, in one line: `50 % where email contains @a.test, or 10 % of everyone`. */
export function summarizeRollout(filters: FlagFilters): string {
  const parts = filters.groups.map((group) => {
    const share = group.rollout_percentage ?? 100;
    const where = (group.properties ?? []).map(describeFilter).join(" and ");
    const who =
      where === "" ? (share === 100 ? "everyone" : `${share} % of everyone`) : `${share} % where ${where}`;
    return group.variant ? `${who} (always ${group.variant})` : who;
  });
  if (parts.length === 0) return "nobody";
  if (filters.groups.every((group) => group.rollout_percentage === 0)) return "nobody (0 %)";
  return parts.join(", or ");
}

/** `boolean` or the variants with their weights. */
export function summarizeKind(filters: FlagFilters): string {
  const variants = filters.multivariate?.variants ?? [];
  if (variants.length === 0) return "on or off";
  return variants.map(({ key, rollout_percentage }) => `${key} ${rollout_percentage} %`).join(" · ");
}
