import type { JsonObject, JsonValue } from "../events/types.ts";
import {
  actorsQuery,
  funnelCorrelationActorsQuery,
  funnelsActorsQuery,
  insightActorsQuery,
  stickinessActorsQuery,
} from "./actors-query/index.ts";
import { insightActorsOptions } from "./actors-query/options.ts";
import { calendarHeatmapQuery } from "./calendar-heatmap/index.ts";
import { databaseSchemaQuery } from "./database-schema/index.ts";
import { type InsightResult, insightError } from "./error.ts";
import { eventsQuery } from "./events-query/index.ts";
import { experimentExposureQuery } from "./experiment/exposure-query.ts";
import { experimentQuery } from "./experiment/index.ts";
import { funnelsQuery } from "./funnel/index.ts";
import { funnelCorrelationQuery } from "./funnel-correlation/index.ts";
import { groupsQuery } from "./groups-query/index.ts";
import { hogqlAutocomplete } from "./hogql-autocomplete/index.ts";
import { hogqlMetadata } from "./hogql-metadata/index.ts";
import { hogqlQuery } from "./hogql-query/index.ts";
import { lifecycleQuery } from "./lifecycle/index.ts";
import { nameActions } from "./nodes/name-actions.ts";
import { pathsQuery } from "./paths/index.ts";
import type { InsightContext, Prepared, RegisteredKind } from "./query-kind.ts";
import { recordingsQuery } from "./recordings-query/index.ts";
import { retentionQuery } from "./retention/index.ts";
import { sessionsQuery } from "./sessions-query/index.ts";
import { sessionsTimelineQuery } from "./sessions-timeline/index.ts";
import { stickinessQuery } from "./stickiness/index.ts";
import { actorsPropertyTaxonomyQuery } from "./taxonomy/actors.ts";
import { eventTaxonomyQuery } from "./taxonomy/event.ts";
import { teamTaxonomyQuery } from "./taxonomy/team.ts";
import { trendsQuery } from "./trends/index.ts";
import { webExternalClicksQuery } from "./web-external-clicks/index.ts";
import { webGoalsQuery } from "./web-goals/index.ts";
import { webOverviewQuery } from "./web-overview/index.ts";
import { webPageUrlSearchQuery } from "./web-page-url-search/index.ts";
import { webStatsTableQuery } from "./web-stats-table/index.ts";
import { webTrendsQuery } from "./web-trends/index.ts";
import { webVitalsQuery } from "./web-vitals/index.ts";
import { webVitalsPathsQuery } from "./web-vitals/path-breakdown.ts";

/** Every kind that `POST /query/` runs: a new kind is one folder and one line here. */
const KINDS: readonly RegisteredKind[] = [
  trendsQuery,
  calendarHeatmapQuery,
  funnelsQuery,
  funnelCorrelationQuery,
  retentionQuery,
  stickinessQuery,
  lifecycleQuery,
  pathsQuery,
  actorsQuery,
  insightActorsQuery,
  funnelsActorsQuery,
  funnelCorrelationActorsQuery,
  stickinessActorsQuery,
  insightActorsOptions,
  groupsQuery,
  eventsQuery,
  sessionsQuery,
  sessionsTimelineQuery,
  recordingsQuery,
  teamTaxonomyQuery,
  eventTaxonomyQuery,
  actorsPropertyTaxonomyQuery,
  webOverviewQuery,
  webStatsTableQuery,
  webGoalsQuery,
  webExternalClicksQuery,
  webTrendsQuery,
  webPageUrlSearchQuery,
  webVitalsQuery,
  webVitalsPathsQuery,
  experimentQuery,
  experimentExposureQuery,
  hogqlQuery,
  hogqlMetadata,
  hogqlAutocomplete,
  databaseSchemaQuery,
];

const BY_NAME: ReadonlyMap<string, RegisteredKind> = new Map(KINDS.map((kind) => [kind.kind, kind]));

/** Nodes that only dress a query: their `source` runs and its answer is returned unchanged. */
const WRAPPERS: ReadonlySet<string> = new Set(["InsightVizNode", "DataTableNode", "DataVisualizationNode"]);

/** Names of the kinds that can run. */
export const QUERY_KINDS: readonly string[] = KINDS.map((kind) => kind.kind);

/** The query inside of any wrapper nodes; fails when it is no object with a `kind`. */
export function unwrapQuery(query: JsonValue | undefined): InsightResult<JsonObject & { kind: string }> {
  let node = query;
  for (let depth = 0; depth < 5; depth++) {
    if (typeof node !== "object" || node === null || Array.isArray(node)) {
      return insightError('"query" must be an object with a "kind".', "query", "required");
    }
    const kind = node.kind;
    if (typeof kind !== "string") return insightError('"query.kind" is missing.', "query__kind", "required");
    if (!WRAPPERS.has(kind)) return { ok: true, value: node as JsonObject & { kind: string } };
    node = node.source;
  }
  return insightError("The query is wrapped too deeply.", "query");
}

/** Validates and compiles any query; an unknown kind says which exist. */
export function prepareQuery(query: JsonValue | undefined, context: InsightContext): InsightResult<Prepared> {
  const unwrapped = unwrapQuery(query);
  if (!unwrapped.ok) return unwrapped;
  const { kind } = unwrapped.value;
  const registered = BY_NAME.get(kind);
  if (registered) return registered.prepare(nameActions(unwrapped.value, context.actions), context);
  return insightError(
    `Unsupported query kind: ${kind}. Supported: ${QUERY_KINDS.join(", ")}.`,
    "query__kind",
    "invalid_choice",
  );
}

/** True when the query asks for `all` time, so that the first event's time must be known to compile it. */
export function usesAllTime(query: JsonValue | undefined): boolean {
  if (typeof query !== "object" || query === null || Array.isArray(query)) return false;
  const { dateRange, source } = query;
  const range =
    typeof dateRange === "object" && dateRange !== null && !Array.isArray(dateRange) ? dateRange : {};
  return range.date_from === "all" || usesAllTime(source);
}

/** True when the query may hold SQL that people wrote, which can name views and variables. */
export const usesSql = (query: JsonValue | undefined): boolean =>
  /hogql|DatabaseSchemaQuery|EventsQuery|ActorsQuery/i.test(JSON.stringify(query ?? null));

/** True when the query's text names an action or a cohort somewhere, so that the project's must be known. */
export function usesDefinitions(query: JsonValue | undefined): { actions: boolean; cohorts: boolean } {
  const text = JSON.stringify(query ?? null);
  return {
    actions: /WebGoalsQuery|ActionsNode|"actions"|actionId|matchesAction/.test(text),
    cohorts: /cohort/i.test(text),
  };
}
