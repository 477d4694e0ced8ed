import type { JsonValue } from "@edgewise/core/events/types.ts";
import { type ExperimentDefinition, lookKey } from "@edgewise/core/experiments/definition.ts";
import { statsOf } from "@edgewise/core/experiments/stats-settings.ts";
import type { LookRow } from "@edgewise/db/mysql/repos/experiment-results.ts";
import type { FoundExperiment } from "./find.ts";

/** An experiment as its queries take it. */
export function definitionOf(
  { row, flag }: FoundExperiment,
  looks: readonly LookRow[],
): ExperimentDefinition {
  const { exposureCriteria: criteria, parameters } = row;
  const config = criteria.exposure_config as JsonValue | undefined;
  const groupType = flag.filters.aggregation_group_type_index;
  return {
    id: row.id,
    name: row.name,
    flagKey: flag.key,
    variants: variantsOf({ row, flag }),
    startDate: row.startDate?.getTime() ?? null,
    endDate: row.endDate?.getTime() ?? null,
    ...(row.exposureFrozenAt ? { exposureEnd: row.exposureFrozenAt.getTime() } : {}),
    exposureCriteria: {
      filterTestAccounts: criteria.filterTestAccounts === true,
      multipleVariants: criteria.multiple_variant_handling === "first_seen" ? "first_seen" : "exclude",
      ...(config ? { exposureConfig: config } : {}),
    },
    stats: statsOf(row.statsConfig as JsonValue, {
      recommended_sample_size: numberOf(parameters.recommended_sample_size),
      minimum_detectable_effect: numberOf(parameters.minimum_detectable_effect),
    }),
    ...(typeof groupType === "number" ? { groupTypeIndex: groupType } : {}),
    looks: Object.fromEntries(
      looks.map(({ metric, variant, pValue, firstCrossedAt }) => [
        lookKey(metric, variant),
        { p_value: pValue, first_crossed_at: firstCrossedAt?.toISOString() ?? null },
      ]),
    ),
  };
}

/**
 * The variants that are judged, as they were while the experiment ran: once one is shipped the flag has only that one left, so the
 * experiment remembers its own.
 */
function variantsOf({ row, flag }: FoundExperiment): ExperimentDefinition["variants"] {
  const own = row.parameters.feature_flag_variants;
  const variants = Array.isArray(own) && own.length > 0 ? own : (flag.filters.multivariate?.variants ?? []);
  const excluded = row.parameters.excluded_variants;
  return variants
    .filter(({ key }) => !(Array.isArray(excluded) && excluded.includes(key)))
    .map(({ key, rollout_percentage }) => ({
      key: String(key),
      rollout_percentage: Number(rollout_percentage ?? 0),
    }));
}

const numberOf = (value: unknown): number | null => (typeof value === "number" ? value : null);
