import { createTable } from "../ddl.ts";
import type { Table } from "../schema/table.ts";
import frozen from "./0004-people.json" with { type: "json" };
import type { Migration } from "./migration.ts";

/** Adds members of cohorts and counts of properties; jobs fill both. */
export const people: Migration = {
  version: 4,
  name: "people",
  statements: (options) => (frozen as unknown as Table[]).flatMap((table) => createTable(table, options)),
};
