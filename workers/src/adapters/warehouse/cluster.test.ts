import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { erasedTables } from "@edgewise/core/sql/erase.ts";
import { type RunningWarehouse, startWarehouse } from "@edgewise/db/local/start-warehouse.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clickhouseWarehouse } from "./clickhouse.ts";

const folder = mkdtempSync(join(tmpdir(), "edgewise-cluster-"));
let engine: RunningWarehouse;
beforeAll(async () => {
  engine = await startWarehouse({ dataDir: folder });
});
afterAll(async () => {
  await engine?.close();
  rmSync(folder, { recursive: true, force: true });
});

const rows = {
  environmentId: 7,
  personKey: "1",
  personVersion: 3,
  members: [{ distinctKey: "18446744073709551615", distinctId: "o'hara \\ x", version: 2 }],
  until: 1_700_000_000_000,
};
const ALL = { profile: true, events: true, recordings: true };

/** Statements and settings as they leave for a cluster, or for one server. */
async function sent(cluster?: string): Promise<{ statement: string; settings: URLSearchParams }[]> {
  const seen: { statement: string; settings: URLSearchParams }[] = [];
  const warehouse = clickhouseWarehouse({
    url: "http://ch/",
    database: "edgewise",
    user: "u",
    password: "p",
    ...(cluster === undefined ? {} : { cluster }),
    fetch: async (url, init) => {
      seen.push({ statement: String(init?.body), settings: new URL(String(url)).searchParams });
      return new Response("");
    },
  });
  for (const { table, where } of erasedTables(rows, ALL)) await warehouse.erase(table, where);
  await warehouse.cancel("7-it's");
  return seen;
}

describe("on a cluster", () => {
  it("every node deletes from its own table, and every one is waited for", async () => {
    const statements = await sent("main");
    const deletions = statements.slice(0, -1);
    expect(deletions.length).toBe(erasedTables(rows, ALL).length);
    for (const { statement, settings } of deletions) {
      expect(statement).toMatch(
        /^DELETE FROM edgewise\.[a-z_]+_shard ON CLUSTER 'main' WHERE environment_id = .*7.* AND /,
      );
      expect(statement).not.toContain("{p");
      expect(settings.get("distributed_ddl_output_mode")).toBe("throw");
      expect(settings.get("lightweight_deletes_sync")).toBe("2");
    }
    expect(statements.at(-1)?.statement).toBe(
      "KILL QUERY ON CLUSTER 'main' WHERE query_id = '7-it\\'s' ASYNC",
    );
  });

  it("one server gets the plain statements", async () => {
    const statements = await sent();
    expect(statements[0]?.statement).toMatch(/^DELETE FROM recordings WHERE environment_id = .*7.* AND /);
    expect(statements.some(({ statement }) => statement.includes("CLUSTER"))).toBe(false);
  });

  it.each([undefined, "main"])("the engine reads the statements (cluster %s)", async (cluster) => {
    for (const { statement } of await sent(cluster)) {
      const response = await fetch(engine.url, {
        method: "POST",
        headers: { "X-ClickHouse-Key": engine.key },
        body: `EXPLAIN AST ${statement}`,
      });
      expect(await response.text()).toMatch(/^(DeleteQuery|KillQueryQuery|KillQuery)/);
    }
  });
});
