import type { JsonObject } from "@edgewise/core/events/types.ts";
import { findDashboards } from "@edgewise/db/mysql/repos/dashboards.ts";
import type { InsightRow } from "@edgewise/db/mysql/repos/insights.ts";
import * as z from "zod";
import type { Deps, RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid } from "../../http/errors.ts";
import { levelOn } from "../../http/governed.ts";
import { parseInput } from "../../http/parse.ts";
import { answerQuery } from "../query/answer-query.ts";
import { type QueryRequest, queryRequest } from "../query/request.ts";
import type { QueryTenant } from "../query/tenant.ts";

/** How a caller wants results, as the query string spells it. */
export const computeQuery = z.object({
  refresh: z.string().optional(),
  filters_override: z.string().optional(),
  variables_override: z.string().optional(),
  client_query_id: z.string().max(128).optional(),
});
type ComputeQuery = z.output<typeof computeQuery>;

const computeMode = queryRequest.pick({ refresh: true });

/** {@link ComputeQuery}, read. */
export interface Ask {
  /** Null: what is not computed stays so (`force_cache`, the default). */
  readonly refresh: Exclude<QueryRequest["refresh"], undefined | false>;
  readonly filters: JsonObject;
  readonly variables: JsonObject;
  readonly clientQueryId: string | undefined;
  /** The caller can poll for what is not kept. */
  readonly polls?: boolean;
}

/** Reads how results are wanted. Throws with `attr` for what can't be read. */
export function readAsk(query: ComputeQuery): Ask {
  const { refresh } = parseInput(computeMode, { refresh: BOOLEANS[query.refresh ?? ""] ?? query.refresh });
  return {
    refresh: refresh === undefined || refresh === false || refresh === "force_cache" ? null : refresh,
    filters: objectOf("filters_override", query.filters_override),
    variables: objectOf("variables_override", query.variables_override),
    clientQueryId: query.client_query_id,
  };
}

/**
 * The answer of an insight's query, or null when computing is not asked for. `dashboard` lends its filters; the
 * caller's overrides replace them key by key. Throws ApiError.
 */
export async function computeInsight(
  access: QueryTenant,
  insight: Pick<InsightRow, "query">,
  ask: Ask,
  deps: RegionDeps,
  signal: AbortSignal,
  dashboard: { filters?: JsonObject; variables?: JsonObject } = {},
): Promise<JsonObject | null> {
  if (ask.refresh === null) return null;
  const request = {
    query: insight.query,
    refresh: ask.refresh,
    client_query_id: ask.clientQueryId,
    filters_override: { ...dashboard.filters, ...ask.filters },
    variables_override: { ...dashboard.variables, ...ask.variables },
  };
  const options = { polls: ask.polls ?? false };
  return await answerQuery(deps, access, parseInput(queryRequest, request), signal, options);
}

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, "1": true, false: false, "0": false };

function objectOf(name: string, text: string | undefined): JsonObject {
  if (text === undefined || text === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // Answered below, like every other text that is no object.
  }
  throw invalid(name, 'Use a JSON object, e.g. {"date_from": "-7d"}.');
}

/** Filters and variables of the dashboard that an insight is seen on. Throws with `attr` when it does not exist. */
export async function filtersOfDashboard(
  access: ProjectAccess,
  id: number | undefined,
  deps: Deps,
): Promise<{ filters?: JsonObject; variables?: JsonObject }> {
  if (id === undefined) return {};
  const [dashboard] = await findDashboards(access, deps.db, [id]);
  if (dashboard && !dashboard.deleted && levelOn(access, "dashboard", id) !== "none") return dashboard;
  throw invalid("from_dashboard", `Dashboard ${id} does not exist.`, "does_not_exist");
}
