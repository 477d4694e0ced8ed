import type { JsonValue } from "@edgewise/core/events/types.ts";
import { isKnownZone } from "@edgewise/core/insights/date-range/calendar.ts";
import type { InsightContext, QueryParser } from "@edgewise/core/insights/query-kind.ts";
import type { ViewSource } from "@edgewise/core/sql/context.ts";
import { fillPlaceholders } from "@edgewise/core/sql/placeholders.ts";
import { storedViewSelect } from "@edgewise/core/sql/stored-view/select.ts";
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
  const context = { ...base, pathCleaning };
  const testFilters = settings.test_account_filters;
  return {
    ...base,
    hasPersonOverrides: overridden,
    pathCleaning,
    parser,
    views: viewsOf(definitions, parser, context),
    testAccountFilters: Array.isArray(testFilters) ? (testFilters as JsonValue[]) : [],
    fourWeekMonths: settings.human_friendly_comparison_periods === true,
    ...(earliest === undefined ? {} : { earliestEvent: earliest }),
  };
}

/** The project's views, each read when it is named first; they know the project's variables, and nothing of the query's. */
function viewsOf(
  { savedViews = [] }: Definitions,
  parser: QueryParser,
  context: Parameters<typeof fillPlaceholders>[2],
): ViewSource {
  const read = new Map<string, ReturnType<ViewSource>>();
  return (name) => {
    if (read.has(name)) return read.get(name);
    const view = savedViews.find((one) => one.name === name);
    if (view?.stored) {
      const stored = { ok: true, value: storedViewSelect(view.stored) } as const;
      read.set(name, stored);
      return stored;
    }
    const parsed = view && parser.parseSelect(view.query);
    const filled = parsed?.ok ? fillPlaceholders(parsed.value, {}, { ...context, parser }) : parsed;
    read.set(name, filled);
    return filled;
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
