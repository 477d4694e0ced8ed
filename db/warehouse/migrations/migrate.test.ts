import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningWarehouse, startWarehouse } from "../../local/start-warehouse.ts";
import { ask, run, select } from "../../local/testing/clickhouse.ts";
import { eventRow, ndjson } from "../../local/testing/events.ts";
import { temporaryFolder } from "../../local/testing/folder.ts";
import { createTable, createView } from "../ddl.ts";
import { TABLES } from "../tables/index.ts";
import { VIEWS } from "../views/index.ts";
import { MIGRATIONS } from "./index.ts";
import { type MigrationTarget, migrate, WarehouseTooNewError } from "./migrate.ts";

const folder = temporaryFolder("migrate");
let warehouse: RunningWarehouse;
let target: MigrationTarget;

beforeAll(async () => {
  warehouse = await startWarehouse({ dataDir: folder.path });
  target = {
    execute: (sql) => run(warehouse, sql),
    firstColumn: async (sql) => (await select(warehouse, sql)).map(([value]) => String(value)),
  };
});
afterAll(async () => {
  await warehouse.close();
  folder.remove();
});

const ALL = MIGRATIONS.map(({ version }) => version);

describe("migrate", () => {
  it("numbers migrations in order", () => {
    expect(ALL).toEqual([...new Set(ALL)].sort((a, b) => a - b));
  });

  it("applies each migration once", async () => {
    expect(await migrate(target, { database: "once" })).toEqual(ALL);
    expect(await migrate(target, { database: "once" })).toEqual([]);
  });

  it("leads to the definitions of today (else: add a migration)", async () => {
    await migrate(target, { database: "migrated" });
    await run(warehouse, "CREATE DATABASE defined");
    for (const table of TABLES)
      for (const sql of createTable(table, { database: "defined" })) await run(warehouse, sql);
    for (const view of VIEWS) await run(warehouse, createView(view, { database: "defined" }));
    const schema = async (database: string): Promise<unknown> => {
      const rows = await select(
        warehouse,
        `SELECT name, create_table_query FROM system.tables WHERE database = '${database}' ` +
          "AND name != 'schema_migrations' ORDER BY name",
      );
      return rows.map(([name, query]) => [name, String(query).replaceAll(database, "database")]);
    };
    expect(await schema("migrated")).toEqual(await schema("defined"));
  });

  it("takes version 1 with data in place to the newest", async () => {
    const database = "old";
    expect(await migrate(target, { database }, 1)).toEqual([1]);
    const rows = [
      eventRow({ event: "a" }),
      eventRow({ event: "a", timestamp: "2026-01-02 09:00:00.000" }),
      eventRow({ event: "b", bot: 1 }),
    ];
    await run(warehouse, `INSERT INTO ${database}.events FORMAT JSONEachRow`, { body: ndjson(rows) });
    expect(await migrate(target, { database })).toEqual(ALL.slice(1));
    await run(warehouse, `INSERT INTO ${database}.events FORMAT JSONEachRow`, {
      body: ndjson([eventRow({ event: "a" })]),
    });
    const daily = `SELECT event, bot, sum(count), max(last_seen) FROM ${database}.events_daily GROUP BY ALL ORDER BY event`;
    expect(await select(warehouse, daily)).toEqual([
      ["a", 0, 3, "2026-01-02 09:00:00.000"],
      ["b", 1, 1, "2026-01-02 03:04:05.678"],
    ]);
    expect(await select(warehouse, `SELECT count() FROM ${database}.events`)).toEqual([[4]]);
  });

  it("can be cut short anywhere and run again", async () => {
    const database = "cut";
    await migrate(target, { database }, 1);
    await run(warehouse, `INSERT INTO ${database}.events FORMAT JSONEachRow`, {
      body: ndjson([eventRow(), eventRow()]),
    });
    const steps = MIGRATIONS[1]!.statements({ database }).length;
    for (let cut = 1; cut <= steps; cut++) {
      let left = cut;
      const failing: MigrationTarget = {
        ...target,
        execute: (sql) => {
          const bookkeeping = sql.includes("schema_migrations") || sql.startsWith("CREATE DATABASE");
          if (!bookkeeping && left-- === 0) throw new Error("power cut");
          return bookkeeping && sql.startsWith("INSERT")
            ? Promise.reject(new Error("power cut"))
            : target.execute(sql);
        },
      };
      await expect(migrate(failing, { database })).rejects.toThrow("power cut");
    }
    await migrate(target, { database });
    expect(await select(warehouse, `SELECT sum(count) FROM ${database}.events_daily`)).toEqual([[2]]);
  });

  it("refuses data of a newer release", async () => {
    const database = "newer";
    await migrate(target, { database });
    await run(warehouse, `INSERT INTO ${database}.schema_migrations (version, name) VALUES (99, 'x')`);
    await expect(migrate(target, { database })).rejects.toThrow(WarehouseTooNewError);
  });

  it.each(MIGRATIONS.map((migration) => [migration.name, migration] as const))(
    "prints %s for a cluster in a syntax the engine takes",
    async (_, migration) => {
      for (const sql of migration.statements({ database: "clustered", cluster: "main" })) {
        const parsed = await ask(warehouse, `EXPLAIN AST ${sql}`);
        expect(parsed.text, sql).not.toContain("SYNTAX_ERROR");
      }
    },
  );
});
