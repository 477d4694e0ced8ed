import type { JsonObject } from "@edgewise/core/events/types.ts";
import { unwrapQuery } from "@edgewise/core/insights/registry.ts";
import type { Block } from "@edgewise/core/notifications/blocks.ts";
import { digestOf } from "@edgewise/core/subscriptions/digest.ts";
import { listTiles } from "@edgewise/db/mysql/repos/dashboard-tiles.ts";
import { findDashboards } from "@edgewise/db/mysql/repos/dashboards.ts";
import { findInsights, type InsightRow } from "@edgewise/db/mysql/repos/insights.ts";
import type { SubscriptionRow } from "@edgewise/db/mysql/repos/subscriptions.ts";
import type { RegionDeps } from "../../deps.ts";
import { ApiError, notFound } from "../../http/errors.ts";
import { computeInsight, readAsk } from "../insights/compute.ts";
import { readingOf } from "../query/reading.ts";
import type { QueryTenant } from "../query/tenant.ts";

/** What a subscription sends: its name, where it is, and its numbers as blocks. */
export interface Content {
  readonly name: string;
  readonly url: string;
  readonly blocks: readonly Block[];
}

const MOST_INSIGHTS = 10;

/** Computes what a subscription shows now. Throws 404 when what it shows is gone. */
export async function contentOf(
  tenant: QueryTenant,
  row: SubscriptionRow,
  deps: RegionDeps,
  signal: AbortSignal,
): Promise<Content> {
  const place = `${deps.config.webUrl}/project/${tenant.environmentId}`;
  if (row.insightId !== null) {
    const [insight] = await findInsights(tenant, deps.db, [row.insightId]);
    if (!insight || insight.deleted) throw notFound("The insight is gone.");
    const url = `${place}/insights/${insight.shortId}`;
    return { name: nameOf(insight), url, blocks: await blocksOf(tenant, insight, {}, null, deps, signal) };
  }
  const [dashboard] =
    row.dashboardId === null ? [] : await findDashboards(tenant, deps.db, [row.dashboardId]);
  if (!dashboard || dashboard.deleted) throw notFound("The dashboard is gone.");
  const tiles = await listTiles(tenant, deps.db, dashboard.id);
  const onIt = tiles.flatMap(({ insightId }) => (insightId === null ? [] : [insightId]));
  const wanted =
    row.dashboardInsights.length > 0 ? row.dashboardInsights.filter((id) => onIt.includes(id)) : onIt;
  const found = new Map(
    (await findInsights(tenant, deps.db, wanted)).map((insight) => [insight.id, insight]),
  );
  const insights = wanted.map((id) => found.get(id)).filter((insight) => insight && !insight.deleted);
  const blocks: Block[] = [];
  for (const insight of insights.slice(0, MOST_INSIGHTS) as InsightRow[]) {
    const url = `${place}/insights/${insight.shortId}`;
    blocks.push(...(await blocksOf(tenant, insight, dashboard, url, deps, signal)));
  }
  if (insights.length > MOST_INSIGHTS) {
    blocks.push({ kind: "small", text: `${insights.length - MOST_INSIGHTS} more are on the dashboard.` });
  }
  return { name: dashboard.name || "Dashboard", url: `${place}/dashboards/${dashboard.id}`, blocks };
}

const nameOf = (insight: InsightRow): string => insight.name || insight.derivedName || "Insight";

/** An insight's heading and table; a query that fails says so in its place. */
async function blocksOf(
  tenant: QueryTenant,
  insight: InsightRow,
  dashboard: { filters?: JsonObject; variables?: JsonObject },
  url: string | null,
  deps: RegionDeps,
  signal: AbortSignal,
): Promise<Block[]> {
  const heading: Block[] = url === null ? [] : [{ kind: "heading", text: nameOf(insight), url }];
  try {
    const ask = readAsk({ refresh: "blocking" });
    const answer = await computeInsight(tenant, insight, ask, deps, signal, dashboard);
    const inner = unwrapQuery(insight.query);
    const query = inner.ok ? inner.value : insight.query;
    const { columns, rows, more } = digestOf(query, answer ?? {}, readingOf(tenant, deps.now()));
    const rest: Block[] = more > 0 ? [{ kind: "small", text: `${more} more rows.` }] : [];
    if (rows.length === 0) return [...heading, { kind: "small", text: "Nothing happened in this range." }];
    return [...heading, { kind: "table", columns, rows }, ...rest];
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return [...heading, { kind: "small", text: `This insight could not be computed: ${error.message}` }];
  }
}
