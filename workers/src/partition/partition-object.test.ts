import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { personIdOf } from "@edgewise/core/events/identity.ts";
import type { AppendResult } from "@edgewise/core/events/types.ts";
import { type RunningWarehouse, startWarehouse } from "@edgewise/db/local/start-warehouse.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testBatch, testEvent } from "../../test/events.ts";
import { startWorkers, type TestWorkers } from "../../test/harness.ts";
import { clickhouseWarehouse } from "../adapters/warehouse/clickhouse.ts";
import type { Warehouse } from "../ports/warehouse.ts";
import type { AccountingRow } from "./accounting.ts";
import type { PartitionStats } from "./stats.ts";

let engine: RunningWarehouse;
let workers: TestWorkers;
let warehouse: Warehouse;
const folder = mkdtempSync(join(tmpdir(), "edgewise-partition-"));

beforeAll(async () => {
  engine = await startWarehouse({ dataDir: folder });
  workers = await startWorkers({
    vars: { WAREHOUSE_URL: engine.url, WAREHOUSE_KEY: engine.key, WAREHOUSE_DATABASE: engine.database },
  });
  warehouse = clickhouseWarehouse({
    url: engine.url,
    database: engine.database,
    user: "default",
    password: engine.key,
  });
});

afterAll(async () => {
  await workers?.dispose();
  await engine?.close();
  rmSync(folder, { recursive: true, force: true });
});

const call = <T>(method: string, ...args: unknown[]): Promise<T> =>
  workers.call("PARTITION", "p0", method, ...args);
const append = (...batches: ReturnType<typeof testBatch>[]) => call<AppendResult[]>("append", batches);

/** Waits until everything that was appended is in the warehouse. */
async function drained(): Promise<void> {
  for (;;) {
    const stats = await call<PartitionStats>("stats");
    if (stats.backlogRows === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function rows(sql: string): Promise<readonly (readonly unknown[])[]> {
  const result = await warehouse.query({ sql, params: {} });
  if (!result.ok) throw new Error(result.error.message);
  return result.value.rows;
}

describe("append", () => {
  it("stores an event with its person and answers what it stored", async () => {
    const event = testEvent("ada", { person: { set: { plan: "pro" }, always: true } });
    expect(await append(testBatch([event]))).toEqual([{ ok: true, stored: 1, duplicate: 0 }]);
    await drained();
    const personId = personIdOf(1, "ada");
    expect(
      await rows(
        `SELECT person_id, person_mode, person_key = distinct_key, batch > 0 FROM events WHERE uuid = '${event.uuid}'`,
      ),
    ).toEqual([[personId, "full", 1, 1]]);
    expect(
      await rows(
        `SELECT properties, is_identified, is_deleted, version FROM persons FINAL WHERE person_id = '${personId}'`,
      ),
    ).toEqual([['{"plan":"pro"}', 0, 0, 1]]);
    expect(await rows(`SELECT person_id FROM person_distinct_ids FINAL WHERE distinct_id = 'ada'`)).toEqual([
      [personId],
    ]);
  });

  it("drops known uuids: in one call, in concurrent calls, in a later one, and per environment", async () => {
    const event = testEvent("dup");
    const results = await Promise.all([
      append(testBatch([event, event]), testBatch([event])),
      append(testBatch([{ ...event, uuid: event.uuid.toUpperCase() }])),
    ]);
    const all = results.flat().map((result) => (result.ok ? [result.stored, result.duplicate] : []));
    expect(all.reduce((sum, [stored = 0]) => sum + stored, 0)).toBe(1);
    expect(all.reduce((sum, [, duplicate = 0]) => sum + duplicate, 0)).toBe(3);
    expect(await append(testBatch([event]))).toEqual([{ ok: true, stored: 0, duplicate: 1 }]);
    const other = testEvent("dup", { uuid: event.uuid, environmentId: 2 });
    expect(await append(testBatch([other], { environmentId: 2 }))).toMatchObject([{ stored: 1 }]);
  });

  it("balances the accounting", async () => {
    const uuid = testEvent("x").uuid;
    await append(
      testBatch(
        [testEvent("b", { bot: true, environmentId: 7 }), testEvent("b", { uuid, environmentId: 7 })],
        {
          environmentId: 7,
          rejections: [
            { reason: "invalid_uuid", lane: "events", count: 3 },
            { reason: "event_too_large", lane: "ai", count: 1, sample: "{" },
          ],
          overLimit: { events: 5 },
          recordings: [],
        },
      ),
    );
    await append(testBatch([testEvent("b", { uuid, environmentId: 7 })], { environmentId: 7 }));
    const accounting = await call<AccountingRow[]>("accounting", 7, "2026-11-20", "2026-11-20");
    const none = { duplicate: 0, quarantined: 0, over_limit: 0, bot: 0, stored: 0, rejected: {} };
    expect(accounting).toEqual([
      { ...none, day: "2026-11-20", lane: "ai", received: 1, rejected: { event_too_large: 1 } },
      {
        ...none,
        day: "2026-11-20",
        lane: "events",
        received: 11,
        stored: 2,
        duplicate: 1,
        rejected: { invalid_uuid: 3 },
        over_limit: 5,
        bot: 1,
      },
    ]);
    await drained();
    expect(
      await rows(
        "SELECT type, reason, lane, count FROM ingestion_warnings WHERE environment_id = 7 ORDER BY type",
      ),
    ).toEqual([
      ["event_too_large", "event_too_large", "ai", 1],
      ["invalid_uuid", "invalid_uuid", "events", 3],
    ]);
  });
});
