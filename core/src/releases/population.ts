import type { FlagFilters } from "../flags/types.ts";
import type { GuardSettings } from "./schema.ts";

/** Whom a release compares. */
export interface Population {
  readonly flagKey: string;
  readonly exposure: GuardSettings["exposure"];
  /** Number (from 1) of the condition that alone decides who counts; null = whoever has or has not the flag. */
  readonly condition: number | null;
  readonly groupTypeIndex?: number;
  readonly filterTestAccounts: boolean;
  /** Share with the flag by design, 0 to 1; null = nobody can say. */
  readonly expectedShare: number | null;
}

/**
 * Only people whom the condition reaches may be compared: its share decides between them at random. With one condition
 * for everyone that is everybody; else the reason of the answer tells them apart, where events carry one.
 */
export function populationOf(
  flag: { readonly key: string; readonly filters: FlagFilters },
  index: number,
  share: number,
  { exposure, filter_test_accounts }: Pick<GuardSettings, "exposure" | "filter_test_accounts">,
): Population {
  const { filters } = flag;
  const isOpen = filters.groups.length === 1 && (filters.groups[0]?.properties ?? []).length === 0;
  const overrides =
    filters.holdout != null || filters.feature_enrollment === true || (filters.super_groups ?? []).length > 0;
  const condition = isOpen || exposure === "carried" ? null : index + 1;
  const isKnown = !overrides && filters.groups.length === 1 && (isOpen || exposure === "called");
  const groupType = groupTypeOf(filters, index);
  return {
    flagKey: flag.key,
    exposure,
    condition,
    ...(groupType !== null ? { groupTypeIndex: groupType } : {}),
    filterTestAccounts: filter_test_accounts,
    expectedShare: isKnown ? share / 100 : null,
  };
}

/** Group type whose groups a condition is about: its own, else the flag's; null: persons. */
export function groupTypeOf(filters: FlagFilters, index: number): number | null {
  const own = filters.groups[index]?.aggregation_group_type_index;
  return (own === undefined ? filters.aggregation_group_type_index : own) ?? null;
}
