import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { InsightContext } from "@edgewise/core/insights/query-kind.ts";
import { prepareQuery } from "@edgewise/core/insights/registry.ts";
import { compileQuery } from "@edgewise/core/sql/compile.ts";
import { printHogQL } from "@edgewise/core/sql/print-hogql.ts";
import { startWarehouse } from "@edgewise/db/local/start-warehouse.ts";
import { createWarehouse } from "../../src/adapters/warehouse/create.ts";
import type { QueryResult, Warehouse } from "../../src/ports/warehouse.ts";
import { parserForTests } from "../sql-parser.ts";
import { migratedWarehouse } from "../templates.ts";
import { eventRows, keyOf, type TestEvent } from "./event-rows.ts";
import { TEST_CONTEXT } from "./insight-runner.ts";

export interface SqlBed {
  readonly warehouse: Warehouse;
  readonly context: InsightContext;
  events(environmentId: number, events: readonly TestEvent[]): Promise<void>;
  rows(table: string, rows: readonly object[]): Promise<void>;
  /** Rows of a query's text; throws what the compiler or the engine refused. */
  query(text: string, context?: Partial<InsightContext>): Promise<QueryResult>;
  /** Prepares, runs and shapes a query of any kind as the API does. */
  run(query: JsonValue, context?: Partial<InsightContext>): Promise<JsonObject>;
  close(): Promise<void>;
}

/** Limits that hostile queries meet in tests: short, so that a bomb ends soon. */
const LIMITS = { maxExecutionSeconds: 5, maxMemoryBytes: 400_000_000, maxResultRows: 60_000 };

/** Query text compiled and run on a real engine, as the API does it. */
export async function startSqlBed(): Promise<SqlBed> {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-sql-"));
  const engine = await startWarehouse({ dataDir: await migratedWarehouse(join(folder, "data")) });
  const warehouse = createWarehouse({
    WAREHOUSE_PROTOCOL: "clickhouse",
    WAREHOUSE_URL: engine.url,
    WAREHOUSE_DATABASE: engine.database,
    WAREHOUSE_KEY: engine.key,
  });
  const context: InsightContext = { ...TEST_CONTEXT, parser: await parserForTests() };
  let batch = 0;
  const insert = async (table: string, ndjson: string): Promise<void> => {
    const inserted = await warehouse.insert(table, ndjson, `bed-${batch++}`);
    if (!inserted.ok) throw new Error(inserted.error.message);
  };
  return {
    warehouse,
    context,
    events: (environmentId, events) => insert("events", eventRows(environmentId, events)),
    rows: (table, rows) => insert(table, rows.map((row) => JSON.stringify(row)).join("\n")),
    async query(text, over = {}) {
      const settings = { ...context, ...over };
      const parsed = settings.parser.parseSelect(text);
      if (!parsed.ok) throw new Error(parsed.error.message);
      const compiled = compileQuery(parsed.value, settings);
      if (!compiled.ok) throw new Error(compiled.error.message);
      const result = await warehouse.query(compiled.value, LIMITS);
      if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}\n${compiled.value.sql}`);
      return result.value;
    },
    async run(query, over = {}) {
      const settings = { ...context, ...over };
      const prepared = prepareQuery(query, settings);
      if (!prepared.ok) throw new Error(prepared.error.message);
      if (prepared.value.run === "none") return prepared.value.response;
      const { select, limits, shape } = prepared.value;
      const compiled = compileQuery(select, { ...settings, ...(limits ? { limits } : {}) });
      if (!compiled.ok) throw new Error(compiled.error.message);
      const { sql, limit, offset, defaulted } = compiled.value;
      const result = await warehouse.query(compiled.value);
      if (!result.ok) throw new Error(`${result.error.message}\n${sql}`);
      const page = {
        ...(limit === undefined ? {} : { limit }),
        ...(offset === undefined ? {} : { offset }),
        defaulted,
      };
      return shape({ ...result.value, hogql: printHogQL(select), clickhouse: sql, ...page });
    },
    async close() {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A row of `persons`. */
export const personRow = (environmentId: number, user: string, properties: object, version = 1): object => ({
  environment_id: environmentId,
  person_key: keyOf(user),
  person_id: personId(user),
  properties: JSON.stringify(properties),
  is_identified: 1,
  is_deleted: 0,
  created_at: "2026-01-01 00:00:00.000",
  version,
});

/** The person ID that `eventRows` gives a user. */
export function personId(user: string): string {
  const row = JSON.parse(eventRows(1, [{ event: "x", user, at: "2026-01-01T00:00:00Z" }])) as {
    person_id: string;
  };
  return row.person_id;
}
