import { CONTROL } from "@edgewise/core/experiments/definition.ts";
import { invalid } from "../../http/errors.ts";
import type { FiltersBody } from "../flags/body.ts";
import type { ExperimentBody, Variants } from "./body.ts";

export const DEFAULT_VARIANTS: Variants = [
  { key: CONTROL, rollout_percentage: 50 },
  { key: "test", rollout_percentage: 50 },
];

/** Variants with their shares; without any they are equal, the remainder of 100 with the first ones. */
export function sharesOf(variants: Variants) {
  const even = Math.floor(100 / variants.length);
  const rest = 100 - even * variants.length;
  return variants.map(({ key, name, rollout_percentage, split_percent }, index) => ({
    key,
    ...(name == null ? {} : { name }),
    rollout_percentage: rollout_percentage ?? split_percent ?? even + (index < rest ? 1 : 0),
  }));
}

/** A body whose `parameters` say what its `feature_flag` says too. */
export function withFlagConfig<T extends Partial<ExperimentBody>>(body: T): T {
  const filters = body.feature_flag?.filters;
  if (!filters) return body;
  const told = {
    feature_flag_variants: filters.multivariate?.variants,
    rollout_percentage: filters.groups?.[0]?.rollout_percentage,
    aggregation_group_type_index: filters.aggregation_group_type_index,
  };
  const known = Object.entries(told).filter(([, value]) => value != null);
  return { ...body, parameters: { ...Object.fromEntries(known), ...body.parameters } };
}

/** Throws unless one variant is `control` and no key appears twice. */
export function checkVariants(variants: Variants, attr: string): void {
  const keys = variants.map(({ key }) => key);
  if (!keys.includes(CONTROL))
    throw invalid(attr, 'One variant must be named "control": the others are compared with it.');
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw invalid(attr, `Two variants are named "${twice}".`);
}

/** The conditions of an experiment's flag: everyone, or the share of `rollout`. */
export function filtersOf(
  variants: Variants,
  rollout: number,
  groupType: number | null,
  payloads: NonNullable<FiltersBody["payloads"]>,
): FiltersBody {
  return {
    groups: [{ properties: [], rollout_percentage: rollout }],
    multivariate: { variants: sharesOf(variants) },
    payloads,
    ...(groupType === null ? {} : { aggregation_group_type_index: groupType }),
  };
}

/** The same flag with every share on one variant: for everyone, or for those whom its conditions reach. */
export function shipped(filters: FiltersBody, variant: string, everyone: boolean): FiltersBody {
  const variants = filters.multivariate?.variants ?? [];
  return {
    ...filters,
    ...(everyone ? { groups: [{ properties: [], rollout_percentage: 100 }] } : {}),
    multivariate: {
      variants: variants.map((one) => ({ ...one, rollout_percentage: one.key === variant ? 100 : 0 })),
    },
  };
}
