import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { EngineQuery, EngineRows, InsightContext } from "@edgewise/core/insights/query-kind.ts";
import { prepareQuery } from "@edgewise/core/insights/registry.ts";
import { compileQuery } from "@edgewise/core/sql/compile.ts";
import { printHogQL } from "@edgewise/core/sql/print-hogql.ts";
import { startWarehouse } from "@edgewise/db/local/start-warehouse.ts";
import { createWarehouse } from "../../src/adapters/warehouse/create.ts";
import type { Warehouse } from "../../src/ports/warehouse.ts";
import { migratedWarehouse } from "../templates.ts";
import { eventRows, type TestEvent } from "./event-rows.ts";

export const NOW = Date.parse("2026-01-08T10:30:00Z");

const noParser = () =>
  ({ ok: false, error: { code: "syntax", message: "No parser in this test." } }) as const;

export const TEST_CONTEXT: InsightContext = {
  environmentId: 1,
  timezone: "UTC",
  weekStartDay: 0,
  hasPersonOverrides: false,
  now: NOW,
  testAccountFilters: [],
  parser: { parseSelect: noParser, parseExpr: noParser },
};

/** Runs insight queries on a real engine. */
export interface InsightRunner {
  readonly warehouse: Warehouse;
  insert(environmentId: number, events: readonly TestEvent[]): Promise<void>;
  /** The shaped answer; throws what the query or the engine refused. */
  run(query: JsonValue, context?: Partial<InsightContext>): Promise<JsonObject>;
  close(): Promise<void>;
}

export async function startInsightRunner(): Promise<InsightRunner> {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-insights-"));
  const engine = await startWarehouse({ dataDir: await migratedWarehouse(join(folder, "data")) });
  const warehouse = createWarehouse({
    WAREHOUSE_PROTOCOL: "clickhouse",
    WAREHOUSE_URL: engine.url,
    WAREHOUSE_DATABASE: engine.database,
    WAREHOUSE_KEY: engine.key,
  });
  let batch = 0;
  const ask = async ({ select, limits }: EngineQuery, context: InsightContext): Promise<EngineRows> => {
    const compiled = compileQuery(select, { ...context, ...(limits ? { limits } : {}) });
    if (!compiled.ok) throw new Error(compiled.error.message);
    const { sql: clickhouse, defaulted } = compiled.value;
    const result = await warehouse.query(compiled.value, { utcTimes: true });
    if (!result.ok) throw new Error(`${result.error.message}\n${clickhouse}`);
    const { columns, rows } = result.value;
    return { columns, rows, hogql: printHogQL(select), clickhouse, defaulted };
  };
  return {
    warehouse,
    async insert(environmentId, events) {
      const inserted = await warehouse.insert("events", eventRows(environmentId, events), `test-${batch++}`);
      if (!inserted.ok) throw new Error(inserted.error.message);
    },
    async run(query, over = {}) {
      const context = { ...TEST_CONTEXT, ...over };
      const prepared = prepareQuery(query, context);
      if (!prepared.ok) throw new Error(prepared.error.message);
      if (prepared.value.run === "none") return prepared.value.response;
      let last = prepared.value;
      for (;;) {
        const rows = await ask(last, context);
        const next = last.next?.(rows);
        if (next && !next.ok) throw new Error(next.error.message);
        if (!next?.value) return last.shape(rows);
        last = next.value;
      }
    },
    async close() {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
