import type { JsonObject } from "@edgewise/core/events/types.ts";
import { boolean, index, int, mysqlTable, uniqueIndex } from "drizzle-orm/mysql-core";
import { bytes, json, label, longText, time, uuid } from "./columns.ts";

export const dashboards = mysqlTable(
  "dashboards",
  {
    id: int("id").autoincrement().primaryKey(),
    projectId: int("project_id").notNull(),
    name: label("name", { length: 400 }).notNull(),
    description: longText("description").notNull(),
    pinned: boolean("pinned").notNull().default(false),
    deleted: boolean("deleted").notNull().default(false),
    creationMode: bytes("creation_mode", { length: 16 }).notNull().default("default"),
    tags: json<string[]>("tags").notNull(),
    /** Dates, property filters and breakdown laid over every tile's query. */
    filters: json<JsonObject>("filters").notNull(),
    variables: json<JsonObject>("variables").notNull(),
    breakdownColors: json<unknown[]>("breakdown_colors").notNull(),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [index("dashboards_project").on(t.projectId, t.deleted, t.pinned)],
);

/** A live list on a dashboard: its kind and settings. */
export interface TileWidget {
  readonly id: string;
  readonly type: string;
  readonly name: string | null;
  readonly description: string;
  readonly config: JsonObject;
}

/** What stands on a dashboard: an insight, a text or a widget. */
export const dashboardTiles = mysqlTable(
  "dashboard_tiles",
  {
    id: int("id").autoincrement().primaryKey(),
    projectId: int("project_id").notNull(),
    dashboardId: int("dashboard_id").notNull(),
    insightId: int("insight_id"),
    body: longText("body"),
    /** What a live list shows, neither insight nor text. */
    widget: json<TileWidget>("widget"),
    layouts: json<JsonObject>("layouts").notNull(),
    color: bytes("color", { length: 32 }),
    position: int("position").notNull(),
    deleted: boolean("deleted").notNull().default(false),
    createdBy: uuid("created_by"),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [
    // An insight stands on a dashboard once; taking it off keeps the row, so that putting it back keeps its place.
    uniqueIndex("dashboard_tiles_insight").on(t.projectId, t.dashboardId, t.insightId),
    index("dashboard_tiles_by_insight").on(t.projectId, t.insightId),
  ],
);
