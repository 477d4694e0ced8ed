import { boolean, int, mysqlTable, uniqueIndex } from "drizzle-orm/mysql-core";
import { bytes, json, label, time, uuid } from "./columns.ts";

/** Values that SQL insights name as `{variables.code_name}`. */
export const insightVariables = mysqlTable(
  "insight_variables",
  {
    id: uuid("id").primaryKey(),
    projectId: int("project_id").notNull(),
    name: label("name", { length: 400 }).notNull(),
    type: bytes("type", { length: 16 }).$type<"String" | "Number" | "Boolean" | "List" | "Date">().notNull(),
    codeName: bytes("code_name", { length: 128 }).notNull(),
    /** In a list, since it may be any JSON value. */
    defaultValue: json<readonly [unknown]>("default_value").notNull(),
    values: json<readonly unknown[]>("possible_values").notNull(),
    isMulti: boolean("is_multi").notNull().default(false),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
  },
  (t) => [uniqueIndex("insight_variables_code_name").on(t.projectId, t.codeName)],
);
