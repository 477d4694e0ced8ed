import { isComplete } from "../filters/filter.ts";
import type { DashboardFilters } from "./types.ts";

/** Only what says something: absent dates, filters without a value yet and empty breakdowns are left out. */
export function tidyFilters(filters: DashboardFilters): DashboardFilters {
  const { date_from, date_to, breakdown_filter } = filters;
  const properties = filters.properties?.filter(isComplete);
  return {
    ...(date_from ? { date_from } : {}),
    ...(date_from && date_to ? { date_to } : {}),
    ...(properties?.length ? { properties } : {}),
    ...(breakdown_filter?.breakdowns?.length
      ? { breakdown_filter: { breakdowns: breakdown_filter.breakdowns } }
      : {}),
  };
}

/** True when both lay the same over a dashboard's tiles. */
export function sameFilters(a: DashboardFilters, b: DashboardFilters): boolean {
  return JSON.stringify(sorted(tidyFilters(a))) === JSON.stringify(sorted(tidyFilters(b)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
