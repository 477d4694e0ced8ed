import { createTable, createView, SHARD_SUFFIX } from "../ddl.ts";
import type { Table } from "../schema/table.ts";
import { type MaterializedView, viewSelect } from "../schema/view.ts";
import frozen from "./0002-events-daily.json" with { type: "json" };
import type { Migration } from "./migration.ts";

/**
 * Adds the daily counts and fills them from the events in place. The view comes last, so a crash before it leaves
 * nothing counted twice: the next run empties the table and fills it again. Ingestion must rest meanwhile.
 */
export const eventsDaily: Migration = {
  version: 2,
  name: "events_daily",
  statements: (options) => {
    const { table, view } = frozen as unknown as { table: Table; view: MaterializedView };
    const suffix = options.cluster === undefined ? "" : SHARD_SUFFIX;
    const on = options.cluster === undefined ? "" : ` ON CLUSTER '${options.cluster}'`;
    const target = `${options.database}.${table.name}`;
    return [
      ...createTable(table, options),
      `DROP VIEW IF EXISTS ${options.database}.${view.name}${on}`,
      `TRUNCATE TABLE ${target}${suffix}${on}`,
      `INSERT INTO ${target}\n${viewSelect(view, `${options.database}.${view.from.name} FINAL`)}`,
      createView(view, options),
    ];
  },
};
