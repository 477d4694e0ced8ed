import type { FlagFilters } from "../flags/types.ts";
import { groupTypeOf } from "./population.ts";

/** What a release changes of a flag: whether it is on, and the share of one condition. */
export interface Target {
  readonly active: boolean;
  readonly rollout_percentage: number;
}

interface State {
  readonly active: boolean;
  readonly filters: FlagFilters;
}

/** A condition's part of a flag's state; null when there is no such condition. */
export function targetOf({ active, filters }: State, condition: number): Target | null {
  const group = filters.groups[condition];
  return group ? { active, rollout_percentage: group.rollout_percentage ?? 100 } : null;
}

/** The filters with another share of one condition; everything else stays as it is. */
export function withShare(filters: FlagFilters, condition: number, share: number): FlagFilters {
  const groups = filters.groups.map((group, index) =>
    index === condition ? { ...group, rollout_percentage: share } : group,
  );
  return { ...filters, groups };
}

/** Whom a condition is about, as text to compare: another text means other people. */
export function targetingOf(filters: FlagFilters, condition: number): string {
  const { properties, variant } = filters.groups[condition] ?? {};
  return JSON.stringify([properties ?? [], variant ?? null, groupTypeOf(filters, condition)]);
}

/**
 * What somebody changed by hand of what the release is about, in words; null = nothing. Such a change stays: the release
 * gives way.
 */
export function changedByHand(
  state: (State & { readonly deleted: boolean; readonly archived: boolean }) | null,
  expected: Target & { readonly condition: number; readonly targeting: string },
): string | null {
  if (state === null || state.deleted) return "The flag was deleted.";
  if (state.archived) return "The flag was archived.";
  const found = targetOf(state, expected.condition);
  if (found === null || targetingOf(state.filters, expected.condition) !== expected.targeting)
    return `Whom condition ${expected.condition + 1} is about was changed.`;
  if (!found.active && expected.active) return "The flag was switched off.";
  if (found.rollout_percentage === expected.rollout_percentage) return null;
  return `The share was changed from ${expected.rollout_percentage} % to ${found.rollout_percentage} %.`;
}
