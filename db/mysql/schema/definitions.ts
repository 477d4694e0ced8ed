import { boolean, index, int, mysqlTable } from "drizzle-orm/mysql-core";
import { bytes, json, longText, time, uuid } from "./columns.ts";

/** What people say about an event or property, in both tables. */
const described = {
  description: longText("description").notNull(),
  tags: json<string[]>("tags").notNull(),
  verified: boolean("verified").notNull().default(false),
  verifiedAt: time("verified_at"),
  verifiedBy: uuid("verified_by"),
  /** Left out of pickers. */
  hidden: boolean("hidden").notNull().default(false),
  createdBy: uuid("created_by"),
  createdAt: time("created_at").notNull(),
  updatedBy: uuid("updated_by"),
  updatedAt: time("updated_at").notNull(),
  /** Deleted then: shown again once the data has it after this moment. */
  deletedAt: time("deleted_at"),
};

/** Events that somebody described; what the data knows (names, volumes, times) stays in the warehouse. */
export const eventDefinitions = mysqlTable(
  "event_definitions",
  {
    /** Derived from project and name. */
    id: uuid("id").primaryKey(),
    projectId: int("project_id").notNull(),
    name: bytes("name", { length: 400 }).notNull(),
    owner: uuid("owner"),
    defaultColumns: json<string[]>("default_columns").notNull(),
    ...described,
  },
  (t) => [index("event_definitions_project").on(t.projectId)],
);

/** Properties that somebody described. */
export const propertyDefinitions = mysqlTable(
  "property_definitions",
  {
    /** Derived from project, owner, group type and name. */
    id: uuid("id").primaryKey(),
    projectId: int("project_id").notNull(),
    type: bytes("type", { length: 16 }).$type<"event" | "person" | "group" | "session">().notNull(),
    groupTypeIndex: int("group_type_index"),
    name: bytes("name", { length: 400 }).notNull(),
    /** What somebody says it is; null = as the data looks. */
    propertyType: bytes("property_type", { length: 16 }),
    ...described,
  },
  (t) => [index("property_definitions_project").on(t.projectId, t.type)],
);
