import type { FlagFilters } from "@edgewise/core/flags/types.ts";

/** What everybody gets; null while the answer still depends on who asks. */
export function settledAnswer({
  active,
  filters,
}: {
  readonly active: boolean;
  readonly filters: FlagFilters;
}): boolean | string | null {
  if (!active) return false;
  const { groups, multivariate, holdout, feature_enrollment: chosen } = filters;
  if (holdout?.exclusion_percentage || chosen) return null;
  if (groups.every(({ rollout_percentage: share }) => share === 0)) return false;
  const [first] = groups;
  if (first === undefined || (first.properties ?? []).length > 0) return null;
  if ((first.rollout_percentage ?? 100) < 100) return null;
  const variants = multivariate?.variants ?? [];
  if (variants.length === 0) return true;
  if (first.variant) return first.variant;
  return variants.find(({ rollout_percentage: share }) => share === 100)?.key ?? null;
}

export interface Removal {
  readonly title: string;
  readonly before: string;
  readonly after: string;
}

/** How code reads once the flag is gone, by SDK; the search that finds it first. */
export function removals(key: string, answer: boolean | string): { search: string; examples: Removal[] } {
  const isOn = answer !== false;
  const js =
    typeof answer === "string"
      ? `posthog.getFeatureFlag("${key}") === "${answer}"`
      : `posthog.isFeatureEnabled("${key}")`;
  const python =
    typeof answer === "string"
      ? `posthog.get_feature_flag("${key}", user_id) == "${answer}"`
      : `posthog.feature_enabled("${key}", user_id)`;
  return {
    search: `grep -rnF -e '"${key}"' -e "'${key}'" --exclude-dir=node_modules --exclude-dir=.git .`,
    examples: [
      {
        title: "JavaScript",
        before: `if (${js}) {\n  newWay();\n} else {\n  oldWay();\n}`,
        after: isOn ? "newWay();" : "oldWay();",
      },
      {
        title: "Python",
        before: `if ${python}:\n    new_way()\nelse:\n    old_way()`,
        after: isOn ? "new_way()" : "old_way()",
      },
    ],
  };
}
