import { date, index, int, mysqlTable, primaryKey } from "drizzle-orm/mysql-core";
import { time, uuid } from "./columns.ts";

/** How often somebody looked at an insight on a day (UTC). */
export const insightViews = mysqlTable(
  "insight_views",
  {
    projectId: int("project_id").notNull(),
    insightId: int("insight_id").notNull(),
    userId: uuid("user_id").notNull(),
    day: date("day", { mode: "string" }).notNull(),
    views: int("views").notNull(),
    lastViewedAt: time("last_viewed_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.insightId, t.userId, t.day] }),
    index("insight_views_day").on(t.projectId, t.day),
    index("insight_views_user").on(t.projectId, t.userId, t.lastViewedAt),
  ],
);
