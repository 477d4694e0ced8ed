import type { PropertySource } from "../../taxonomy/source.ts";
import { groupIndexOf, typeOf } from "../../taxonomy/source.ts";
import type { Breakdown, BreakdownFilter, InsightQuery } from "./types.ts";

export const MAX_BREAKDOWNS = 3;

/** What a query is broken down by, from either of the two wire forms. */
export function breakdownsOf(query: InsightQuery): readonly Breakdown[] {
  const filter = "breakdownFilter" in query ? query.breakdownFilter : undefined;
  if (!filter) return [];
  if (filter.breakdowns?.length) return filter.breakdowns;
  const { breakdown, breakdown_type: type = "event", breakdown_group_type_index: index } = filter;
  if (breakdown === undefined || breakdown === null || breakdown === "") return [];
  const list = Array.isArray(breakdown)
    ? (breakdown as readonly (string | number)[])
    : [breakdown as string | number];
  return list.map((property) => ({
    type,
    property,
    ...(index === undefined || index === null ? {} : { group_type_index: index }),
  }));
}

/** The wire form of breakdowns: cohorts stand alone in the older form, one property too, several in the newer. */
export function breakdownFilter(
  list: readonly Breakdown[],
  before: BreakdownFilter | undefined,
): BreakdownFilter | undefined {
  const {
    breakdowns: _,
    breakdown: _b,
    breakdown_type: _t,
    breakdown_group_type_index: _g,
    ...rest
  } = before ?? {};
  const [first] = list;
  if (!first) return undefined;
  if (first.type === "cohort") {
    return { ...rest, breakdown_type: "cohort", breakdown: list.map(({ property }) => property) };
  }
  return { ...rest, breakdowns: list };
}

/** A breakdown by a property of a source. */
export function propertyBreakdown(source: PropertySource, property: string): Breakdown {
  const index = groupIndexOf(source);
  return { type: typeOf(source), property, ...(index === null ? {} : { group_type_index: index }) };
}
