import type { JsonValue } from "@edgewise/core/events/types.ts";
import { isKnownZone } from "@edgewise/core/insights/date-range/calendar.ts";
import type { InsightContext } from "@edgewise/core/insights/query-kind.ts";
import type { Definitions } from "./definitions.ts";
import type { QueryEngine } from "./engine.ts";
import type { QueryTenant } from "./tenant.ts";
import { earliestEvent, hasPersonOverrides } from "./tenant-facts.ts";

/** What a query is compiled with: tenant, time zone, week start and the project's settings. */
export async function projectContext(
  { warehouse, parser }: QueryEngine,
  access: QueryTenant,
  definitions: Definitions,
  now: number,
  needsEarliest: boolean,
): Promise<InsightContext> {
  const settings = { ...access.project.settings, ...access.environment.settings };
  const timezone = isKnownZone(access.project.timezone) ? access.project.timezone : "UTC";
  const base = {
    environmentId: access.environmentId,
    timezone,
    weekStartDay: settings.week_start_day === 1 ? (1 as const) : (0 as const),
    now,
    ...definitions,
  };
  const pathCleaning = rulesOf(settings.path_cleaning_filters);
  const [overridden, earliest] = await Promise.all([
    hasPersonOverrides(warehouse, base),
    needsEarliest ? earliestEvent(warehouse, base) : undefined,
  ]);
  const testFilters = settings.test_account_filters;
  return {
    ...base,
    hasPersonOverrides: overridden,
    pathCleaning,
    parser,
    testAccountFilters: Array.isArray(testFilters) ? (testFilters as JsonValue[]) : [],
    fourWeekMonths: settings.human_friendly_comparison_periods === true,
    ...(earliest === undefined ? {} : { earliestEvent: earliest }),
  };
}

/** Cleaning rules in their order; what is no rule is left out. */
function rulesOf(setting: unknown): NonNullable<InsightContext["pathCleaning"]> {
  const rules = (Array.isArray(setting) ? setting : []) as readonly Readonly<Record<string, unknown>>[];
  return rules
    .toSorted((a, b) => Number(a.order ?? 0) - Number(b.order ?? 0))
    .flatMap(({ regex, alias }) =>
      typeof regex === "string" && regex !== "" ? [{ regex, alias: String(alias ?? "") }] : [],
    );
}
