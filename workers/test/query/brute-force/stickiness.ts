import type { TestEvent } from "../event-rows.ts";
import { byUser, matches, type UnitOf, type Wanted } from "./history.ts";

export interface StickinessAsked {
  readonly wanted: Wanted;
  readonly criteria: { readonly operator: "gte" | "lte" | "exact"; readonly value: number } | undefined;
  readonly cumulative: boolean;
  /** Units that make one interval. */
  readonly together: number;
}

const MEETS = {
  gte: (count: number, value: number) => count >= value,
  lte: (count: number, value: number) => count <= value,
  exact: (count: number, value: number) => count === value,
};

/** Users active in exactly (cumulative: at least) 1, 2, … intervals of `first`…`last`. */
export function stickinessBins(
  events: readonly TestEvent[],
  { wanted, criteria, cumulative, together }: StickinessAsked,
  unit: UnitOf,
  [first, last]: readonly [number, number],
): Set<string>[] {
  const bins = Array.from({ length: Math.ceil((last - first + 1) / together) }, () => new Set<string>());
  const shown = events.filter(({ at }) => unit(at) >= first && unit(at) <= last).filter(matches(wanted));
  for (const [user, own] of byUser(shown)) {
    const counts = Map.groupBy(own, ({ at }) => Math.floor((unit(at) - first) / together));
    const active = [...counts.values()].filter(
      (list) => !criteria || MEETS[criteria.operator](list.length, criteria.value),
    ).length;
    for (const [index, users] of bins.entries()) {
      if (cumulative ? index < active : index === active - 1) users.add(user);
    }
  }
  return bins;
}
