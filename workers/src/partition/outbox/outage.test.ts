import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AppendResult } from "@edgewise/core/events/types.ts";
import { type RunningWarehouse, startWarehouse } from "@edgewise/db/local/start-warehouse.ts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { testBatch, testEvent } from "../../../test/events.ts";
import { type Fault, type FaultProxy, startFaultProxy } from "../../../test/fault-proxy.ts";
import { startWorkers, type TestWorkers } from "../../../test/harness.ts";
import { clickhouseWarehouse } from "../../adapters/warehouse/clickhouse.ts";
import type { AccountingRow } from "../accounting.ts";
import type { PartitionStats } from "../stats.ts";
import type { QuarantinedRow } from "./quarantine.ts";

const folder = mkdtempSync(join(tmpdir(), "edgewise-outage-"));
let engine: RunningWarehouse;
let proxy: FaultProxy;
const running: TestWorkers[] = [];

beforeAll(async () => {
  engine = await startWarehouse({ dataDir: folder });
  proxy = await startFaultProxy(engine.url);
});
afterEach(async () => {
  proxy.decide = () => "pass";
  for (const workers of running.splice(0)) await workers.dispose();
});
afterAll(async () => {
  await proxy?.close();
  await engine?.close();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * For a warehouse that never answers. Not for the others: on a crowded machine an insert can take longer, and one that
 * goes on behind its timeout may be stored after Tinybird was asked whether it is.
 */
const IMPATIENT = { PARTITION_INSERT_TIMEOUT_MS: "4000" };

interface Partition {
  call<T>(method: string, ...args: unknown[]): Promise<T>;
  append(...ids: string[]): Promise<AppendResult[]>;
  drained(): Promise<void>;
}

async function start(
  protocol: "clickhouse" | "tinybird",
  vars: Record<string, string> = {},
  dataDir?: string,
): Promise<Partition> {
  const workers = await startWorkers({
    ...(dataDir !== undefined && { dataDir }),
    vars: {
      WAREHOUSE_PROTOCOL: protocol,
      WAREHOUSE_URL: proxy.url,
      WAREHOUSE_KEY: engine.key,
      WAREHOUSE_DATABASE: engine.database,
      PARTITION_FLUSH_MS: "20",
      PARTITION_MAX_BACKOFF_MS: "100",
      ...vars,
    },
  });
  running.push(workers);
  const call = <T>(method: string, ...args: unknown[]): Promise<T> =>
    workers.call("PARTITION", "p0", method, ...args);
  return {
    call,
    append: (...ids) =>
      call("append", [
        testBatch(
          ids.map((id) => testEvent(id, { environmentId })),
          { environmentId },
        ),
      ]),
    async drained() {
      while ((await call<PartitionStats>("stats")).backlogRows > 0)
        await new Promise((resolve) => setTimeout(resolve, 20));
    },
  };
}

let environmentId = 1000;

async function storedIds(): Promise<string[]> {
  const warehouse = clickhouseWarehouse({
    url: engine.url,
    database: engine.database,
    user: "default",
    password: engine.key,
  });
  // Without FINAL: rows that only the engine's merges would fold show up as what they are, doubles.
  const sql = `SELECT distinct_id FROM events WHERE environment_id = ${environmentId} ORDER BY distinct_id`;
  const result = await warehouse.query({ sql, params: {} });
  if (!result.ok) throw new Error(result.error.message);
  return result.value.rows.map(([id]) => String(id));
}

describe.each(["clickhouse", "tinybird"] as const)("over %s", (protocol) => {
  const failures: [string, readonly Fault[]][] = [
    ["is down", ["down", "down", "down"]],
    ["answers errors", ["error", "error"]],
    ["stores the batch and the answer is lost", ["swallow", "swallow"]],
    ["stores the batch and never answers", ["hang"]],
    ["does all of it in turn", ["swallow", "down", "hang", "error", "swallow"]],
  ];

  it.each(failures)("nothing is lost or doubled when the warehouse %s", async (_name, faults) => {
    environmentId += 1;
    const partition = await start(protocol, faults.includes("hang") ? IMPATIENT : {});
    const plan = [...faults];
    proxy.decide = (url) => (url.includes("events") ? (plan.shift() ?? "pass") : "pass");
    const ids = Array.from({ length: 40 }, (_, i) => `id-${String(i).padStart(2, "0")}`);
    await partition.append(...ids.slice(0, 20));
    await partition.append(...ids.slice(20));
    await partition.drained();
    expect(plan).toEqual([]);
    expect(await storedIds()).toEqual(ids);
  });

  it("sets a poisoned row aside with its reason, and the rest flows", async () => {
    environmentId += 1;
    const partition = await start(protocol);
    const poison = testEvent("poison", { environmentId, bot: true });
    const events = Array.from({ length: 20 }, (_, i) =>
      testEvent(`ok-${String(i).padStart(2, "0")}`, { environmentId }),
    );
    events.splice(7, 0, {
      ...poison,
      row: String(poison.row)
        .replace(/"bot":1/, '"bot":"a lot"')
        .replace(/"timestamp":"[^"]*"/, '"timestamp":"never"'),
    });
    await partition.call("append", [testBatch(events, { environmentId })]);
    await partition.drained();
    expect(await storedIds()).toEqual(
      events.filter((event) => event !== events[7]).map((event) => event.distinctId),
    );
    const [set] = await partition.call<QuarantinedRow[]>("quarantined", environmentId);
    expect(set).toMatchObject({ target: "events", row: expect.stringContaining('"timestamp":"never"') });
    expect(set?.reason).not.toBe("");
    const [account] = await partition.call<AccountingRow[]>(
      "accounting",
      environmentId,
      "2026-11-01",
      "2026-11-30",
    );
    expect(account).toMatchObject({ received: 21, stored: 20, quarantined: 1 });
  });

  it("sends what was set aside again, or drops it, and the counters follow", async () => {
    environmentId += 1;
    const partition = await start(protocol);
    const poison = testEvent("poison", { environmentId });
    const row = String(poison.row).replace(/"timestamp":"[^"]*"/, '"timestamp":"never"');
    let left = protocol === "clickhouse" ? 2 : 0;
    proxy.decide = (url) => (url.includes("events") && left-- > 0 ? "refuse" : "pass");
    if (left > 0) await partition.append("unlucky");
    await partition.drained();
    await partition.call("append", [testBatch([{ ...poison, row }], { environmentId })]);
    await partition.drained();
    const aside = () => partition.call<QuarantinedRow[]>("quarantined", environmentId);
    const account = async () =>
      (await partition.call<AccountingRow[]>("accounting", environmentId, "2026-11-01", "2026-11-30"))[0];
    const before = (await aside()).length;
    expect(before).toBe(protocol === "clickhouse" ? 2 : 1);
    expect(await account()).toMatchObject({ received: before, stored: 0, quarantined: before });

    const replayed = await partition.call("replayQuarantined", environmentId, null);
    expect(replayed).toEqual({ done: before, cut: 0 });
    await partition.drained();
    const [again] = await aside();
    expect(again).toMatchObject({ row: expect.stringContaining('"timestamp":"never"'), isWhole: true });
    expect(await storedIds()).toEqual(protocol === "clickhouse" ? ["unlucky"] : []);
    expect(await account()).toMatchObject({ received: before, stored: before - 1, quarantined: 1 });

    expect(await partition.call("dropQuarantined", environmentId + 1, null)).toEqual({ done: 0, cut: 0 });
    expect(await partition.call("dropQuarantined", environmentId, [again?.id])).toEqual({ done: 1, cut: 0 });
    expect(await aside()).toEqual([]);
    expect(await account()).toMatchObject({ received: before, stored: before - 1, quarantined: 1 });
  });
});

describe("a backlog", () => {
  it("is bounded: past the bound appends are refused and nothing is written or counted", async () => {
    environmentId += 1;
    proxy.decide = () => "down";
    const partition = await start("clickhouse", { PARTITION_BACKLOG_ROWS: "200" });
    const results: AppendResult[] = [];
    for (let i = 0; i < 30; i++)
      results.push(...(await partition.append(...Array.from({ length: 5 }, (_, n) => `u${i}-${n}`))));
    const stored = results.reduce((sum, result) => sum + (result.ok ? result.stored : 0), 0);
    const refused = results.filter((result) => !result.ok);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ code: "backlog_full", retryAfterSeconds: expect.any(Number) });
    const [account] = await partition.call<AccountingRow[]>(
      "accounting",
      environmentId,
      "2026-11-01",
      "2026-11-30",
    );
    expect(account).toMatchObject({ received: stored, stored });
    proxy.decide = () => "pass";
    await partition.drained();
    expect(await storedIds()).toHaveLength(stored);
    expect(await partition.append("after")).toMatchObject([{ ok: true }]);
  });

  it("waits when everything is refused: the schema is at fault, not the rows", async () => {
    environmentId += 1;
    const partition = await start("clickhouse");
    const events = Array.from({ length: 100 }, (_, i) => {
      const event = testEvent(`e${i}`, { environmentId });
      return { ...event, row: `${event.row},"column_of_the_next_version":1` };
    });
    await partition.call("append", [testBatch(events, { environmentId })]);
    let stats = await partition.call<PartitionStats>("stats");
    while (stats.flushFailures < 2) stats = await partition.call<PartitionStats>("stats");
    expect(stats).toMatchObject({ quarantined: 0 });
    expect(stats.backlogRows).toBeGreaterThanOrEqual(100);
    expect(stats.lastFailure?.message).toContain("column_of_the_next_version");
  });
});

describe("an upgrade", () => {
  it.each(["clickhouse", "tinybird"] as const)(
    "brings rows that wait uncompressed over %s",
    async (protocol) => {
      environmentId += 1;
      const dataDir = mkdtempSync(join(tmpdir(), "edgewise-upgrade-"));
      proxy.decide = () => "down";
      const before = await start(protocol, {}, dataDir);
      await before.append("a", "b");
      await before.append("c");
      await before.call("uncompressOutbox");
      await running.pop()!.dispose();
      proxy.decide = () => "pass";
      const after = await start(protocol, {}, dataDir);
      await after.append("d");
      await after.drained();
      expect(await storedIds()).toEqual(["a", "b", "c", "d"]);
      await running.pop()!.dispose();
      rmSync(dataDir, { recursive: true, force: true });
    },
  );
});

describe("clock jumps", () => {
  it.each([
    ["a day back", -86_400_000],
    ["ten years ahead", 315_360_000_000],
  ])("%s stall neither the flush nor the deduplication", async (_name, jump) => {
    environmentId += 1;
    const partition = await start("clickhouse");
    const event = testEvent("before", { environmentId });
    await partition.call("append", [testBatch([event], { environmentId })]);
    await partition.call("moveClock", jump);
    await partition.call("ring");
    await partition.append("during");
    await partition.drained();
    expect(await partition.call("append", [testBatch([event], { environmentId })])).toMatchObject([
      { duplicate: 1 },
    ]);
    await partition.call("moveClock", 0);
    await partition.call("ring");
    expect(await partition.call("append", [testBatch([event], { environmentId })])).toMatchObject([
      { duplicate: 1 },
    ]);
    await partition.drained();
    expect(await storedIds()).toEqual(["before", "during"]);
  });
});

describe("known uuids", () => {
  it("are known for a month and forgotten in bounded steps", async () => {
    environmentId += 1;
    const partition = await start("clickhouse");
    const day = 86_400_000;
    const event = testEvent("kept", { environmentId });
    await partition.call("append", [testBatch([event], { environmentId })]);
    for (const days of [31, 33, 62]) {
      await partition.call("moveClock", days * day);
      await partition.call("ring");
      expect(await partition.call("append", [testBatch([event], { environmentId })])).toMatchObject([
        { duplicate: 1 },
      ]);
    }
    await partition.call("moveClock", 66 * day);
    await partition.call("ring");
    expect(await partition.call("append", [testBatch([event], { environmentId })])).toMatchObject([
      { stored: 1 },
    ]);
    await partition.drained();
  });
});
