import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AppendResult } from "@edgewise/core/events/types.ts";
import { type RunningWarehouse, startWarehouse } from "@edgewise/db/local/start-warehouse.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testBatch, testEvent } from "../../test/events.ts";
import { type FaultProxy, startFaultProxy } from "../../test/fault-proxy.ts";
import { startWorkers, type TestWorkers } from "../../test/harness.ts";
import { clickhouseWarehouse } from "../adapters/warehouse/clickhouse.ts";
import type { AccountingRow } from "./accounting.ts";
import type { PartitionStats } from "./stats.ts";

const KILLS = 12;
const folder = mkdtempSync(join(tmpdir(), "edgewise-crash-"));
let engine: RunningWarehouse;
let proxy: FaultProxy;
let workers: TestWorkers;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const startEngine = () => startWarehouse({ dataDir: join(folder, "warehouse") });
const start = () =>
  startWorkers({
    dataDir: join(folder, "workers"),
    vars: {
      WAREHOUSE_URL: proxy.url,
      WAREHOUSE_KEY: engine.key,
      WAREHOUSE_DATABASE: engine.database,
      PARTITION_FLUSH_MS: "30",
      PARTITION_MAX_BACKOFF_MS: "300",
      PARTITION_BATCH_ROWS: "50",
    },
  });

beforeAll(async () => {
  engine = await startEngine();
  proxy = await startFaultProxy(engine.url);
  workers = await start();
});
afterAll(async () => {
  await workers?.dispose();
  await proxy?.close();
  await engine?.close();
  rmSync(folder, { recursive: true, force: true });
});

const call = <T>(method: string, ...args: unknown[]): Promise<T> =>
  workers.call("PARTITION", "p0", method, ...args);

it(`survives ${KILLS} times kill -9 of workerd or the warehouse under load`, {
  timeout: 180_000,
}, async () => {
  const acknowledged = new Set<string>();
  const unknown: ReturnType<typeof testEvent>[] = [];
  let sent = 0;
  let stop = false;

  /** A client: sends, repeats what was not acknowledged, sometimes repeats what was. */
  const client = async (name: string): Promise<void> => {
    let again: ReturnType<typeof testEvent>[] = [];
    while (!stop) {
      const fresh = Array.from({ length: 3 }, () =>
        testEvent(`${name}-${sent++}`, { person: { set: { name }, always: true } }),
      );
      const events = [...again, ...fresh];
      try {
        const [result] = await call<AppendResult[]>("append", [testBatch(events)]);
        if (!result?.ok) throw new Error("refused");
        for (const event of events) acknowledged.add(event.distinctId);
        again = fresh.slice(0, 1);
      } catch {
        again = events;
        await sleep(20);
      }
    }
    unknown.push(...again);
  };

  const clients = ["a", "b", "c"].map(client);
  for (let kill = 0; kill < KILLS; kill++) {
    await sleep(60 + ((kill * 97) % 400));
    if (kill % 3 === 2) {
      process.kill(engine.pid, "SIGKILL");
      await engine.exited;
      engine = await startEngine();
      proxy.target = engine.url;
    } else {
      await workers.kill();
      workers = await start();
    }
  }
  stop = true;
  await Promise.all(clients);
  await call("append", [testBatch(unknown)]);
  for (const event of unknown) acknowledged.add(event.distinctId);
  while ((await call<PartitionStats>("stats")).backlogRows > 0) await sleep(30);

  const warehouse = clickhouseWarehouse({
    url: engine.url,
    database: engine.database,
    user: "default",
    password: engine.key,
  });
  const result = await warehouse.query({
    sql: "SELECT distinct_id FROM events WHERE environment_id = 1",
    params: {},
  });
  if (!result.ok) throw new Error(result.error.message);
  const stored = result.value.rows.map(([id]) => String(id));
  expect(acknowledged.size).toBeGreaterThan(KILLS);
  expect(stored.length).toBe(new Set(stored).size);
  expect(new Set(stored)).toEqual(acknowledged);
  const [account] = await call<AccountingRow[]>("accounting", 1, "2026-11-01", "2026-11-30");
  expect(account).toMatchObject({ stored: stored.length, quarantined: 0 });
  expect(account!.received).toBe(account!.stored + account!.duplicate);
});

it("flushes after a restart without being asked: the alarm survives", async () => {
  proxy.decide = () => "down";
  await call("append", [testBatch([testEvent("waits", { environmentId: 2 })], { environmentId: 2 })]);
  await workers.kill();
  proxy.decide = () => "pass";
  workers = await start();
  const warehouse = clickhouseWarehouse({
    url: engine.url,
    database: engine.database,
    user: "default",
    password: engine.key,
  });
  const query = { sql: "SELECT distinct_id FROM events WHERE environment_id = 2", params: {} };
  for (;;) {
    const result = await warehouse.query(query);
    if (result.ok && result.value.rows.length > 0) break;
    await sleep(100);
  }
});
