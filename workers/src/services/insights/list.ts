import { type InsightFilter, type InsightRow, listInsights } from "@edgewise/db/mysql/repos/insights.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { dateBound } from "../../http/date-bound.ts";
import { invalid } from "../../http/errors.ts";
import { parseJsonList } from "../../http/json-list.ts";
import type { PageRequest } from "../../http/page.ts";
import { findAuthor } from "../users/find-author.ts";

/** List filters as the query string spells them. */
export interface InsightListQuery extends PageRequest {
  readonly search?: string;
  readonly short_id?: string;
  readonly saved?: string;
  readonly favorited?: string;
  readonly user?: string;
  readonly created_by?: string;
  readonly insight?: string;
  readonly date_from?: string;
  readonly date_to?: string;
  readonly created_date_from?: string;
  readonly created_date_to?: string;
  readonly dashboards?: string;
  readonly tags?: string;
  readonly order?: string;
}

/** `insight=…` → kinds of queries. */
const KINDS = {
  TRENDS: "TrendsQuery",
  FUNNELS: "FunnelsQuery",
  RETENTION: "RetentionQuery",
  PATHS: "PathsQuery",
  STICKINESS: "StickinessQuery",
  LIFECYCLE: "LifecycleQuery",
  SQL: "HogQLQuery",
} as const;

/** A page of the project's live insights. Throws with `attr` for a filter that can't be read. */
export async function findInsightPage(
  access: ProjectAccess,
  query: InsightListQuery,
  deps: Deps,
): Promise<{ total: number; rows: InsightRow[] }> {
  const bound = (name: "date_from" | "date_to" | "created_date_from" | "created_date_to") =>
    dateBound(name, query[name], deps.now(), access.project.timezone);
  const filter: InsightFilter = {
    search: query.search || undefined,
    shortId: query.short_id || undefined,
    saved: query.saved === undefined ? undefined : isTrue(query.saved),
    favorited: query.favorited === undefined ? undefined : true,
    authors: await authorsOf(access, query, deps),
    kinds: kindsOf(query.insight),
    modifiedAfter: bound("date_from"),
    modifiedBefore: bound("date_to"),
    createdAfter: bound("created_date_from"),
    createdBefore: bound("created_date_to"),
    dashboards: dashboardsOf(query.dashboards),
    tags: query.tags ? parseJsonList("tags", query.tags, '["checkout"]').map(String) : undefined,
  };
  return await listInsights(access, deps.db, filter, query, query.order);
}

const isTrue = (text: string) => ["true", "1"].includes(text.toLowerCase());

async function authorsOf(access: ProjectAccess, query: InsightListQuery, deps: Deps) {
  if (query.user !== undefined && isTrue(query.user)) return access.userId === null ? [] : [access.userId];
  if (!query.created_by) return undefined;
  const given = query.created_by.startsWith("[")
    ? parseJsonList("created_by", query.created_by, "[1, 42]").map(String)
    : [query.created_by];
  const ids = await Promise.all(given.map((one) => findAuthor(one, deps)));
  return ids.filter((id) => id !== null);
}

function kindsOf(insight: string | undefined): InsightFilter["kinds"] {
  if (!insight) return undefined;
  if (insight === "JSON") return { notIn: Object.values(KINDS) };
  const kind = Object.entries(KINDS).find(([name]) => name === insight)?.[1];
  if (kind) return { in: [kind] };
  const names = [...Object.keys(KINDS), "JSON"].join(", ");
  throw invalid("insight", `"${insight}" is not a valid choice: use one of ${names}.`, "invalid_choice");
}

function dashboardsOf(text: string | undefined): number[] | undefined {
  if (!text) return undefined;
  const ids = parseJsonList("dashboards", text.startsWith("[") ? text : `[${text}]`, "[1, 2]").map(Number);
  if (ids.every(Number.isInteger)) return ids;
  throw invalid("dashboards", "Use a JSON list of dashboard numbers, e.g. [1, 2].");
}
