import {
  lastViewedBy,
  mostViewed,
  noteInsightView,
  viewersOf,
} from "@edgewise/db/mysql/repos/insight-views.ts";
import { findInsights, type InsightRow } from "@edgewise/db/mysql/repos/insights.ts";
import { findUsers, type UserRow } from "@edgewise/db/mysql/repos/users.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";

const DAY_MS = 86_400_000;
const SHOWN_VIEWERS = 3;
const LAST_VIEWED = 5;

/** Somebody looks at an insight; without a person nobody does. */
export async function noteView(access: ProjectAccess, insightId: number, deps: Deps): Promise<void> {
  if (access.userId === null) return;
  await noteInsightView(access, deps.db, { insightId, userId: access.userId, at: deps.now() });
}

export interface Trending {
  readonly insight: InsightRow;
  readonly views: number;
  /** Up to three, latest first. */
  readonly viewers: readonly UserRow[];
}

/** The insights most looked at in the last `days` days, today included. */
export async function trendingInsights(
  access: ProjectAccess,
  days: number,
  page: { limit: number; offset: number },
  deps: Deps,
): Promise<{ total: number; rows: Trending[] }> {
  const since = new Date(deps.now().getTime() - (days - 1) * DAY_MS).toISOString().slice(0, 10);
  const { total, rows } = await mostViewed(access, deps.db, since, page);
  const ids = rows.map((row) => row.insightId);
  const [insights, viewers] = await Promise.all([
    findInsights(access, deps.db, ids),
    viewersOf(access, deps.db, since, ids),
  ]);
  const users = await findUsers(
    viewers.map((viewer) => viewer.userId),
    deps.db,
  );
  return {
    total,
    rows: rows.flatMap(({ insightId, views }) => {
      const insight = insights.find((one) => one.id === insightId);
      const own = viewers.filter((viewer) => viewer.insightId === insightId);
      const seen = own.slice(0, SHOWN_VIEWERS).flatMap(({ userId }) => users.get(userId) ?? []);
      return insight ? [{ insight, views, viewers: seen }] : [];
    }),
  };
}

/** The insights that the person looked at last, latest first. */
export async function myLastViewed(access: ProjectAccess, deps: Deps): Promise<InsightRow[]> {
  const ids = access.userId === null ? [] : await lastViewedBy(access, deps.db, access.userId, LAST_VIEWED);
  const insights = await findInsights(access, deps.db, ids);
  return ids.flatMap((id) => insights.find((insight) => insight.id === id) ?? []);
}
