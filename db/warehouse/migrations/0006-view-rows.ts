import { createTable } from "../ddl.ts";
import type { Table } from "../schema/table.ts";
import frozen from "./0006-view-rows.json" with { type: "json" };
import type { Migration } from "./migration.ts";

/** Adds the stored rows of materialised views; a job fills it. */
export const viewRows: Migration = {
  version: 6,
  name: "view-rows",
  statements: (options) => (frozen as unknown as Table[]).flatMap((table) => createTable(table, options)),
};
