import { createTable, createView } from "../ddl.ts";
import type { Table } from "../schema/table.ts";
import type { MaterializedView } from "../schema/view.ts";
import frozen from "./0001-initial.json" with { type: "json" };
import type { Migration } from "./migration.ts";

/** The tables and views of the first release, as they were. */
export const initial: Migration = {
  version: 1,
  name: "initial",
  statements: (options) => {
    const { tables, views } = frozen as unknown as { tables: Table[]; views: MaterializedView[] };
    return [
      ...tables.flatMap((table) => createTable(table, options)),
      ...views.map((view) => createView(view, options)),
    ];
  },
};
