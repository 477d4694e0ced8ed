import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { meterKey, readMeterKey } from "@edgewise/core/billing/meter-key.ts";
import type { AppendResult, PartitionEvent } from "@edgewise/core/events/types.ts";
import { type RunningWarehouse, startWarehouse } from "@edgewise/db/local/start-warehouse.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testBatch, testEvent } from "../../../test/events.ts";
import { startWorkers, type TestWorkers } from "../../../test/harness.ts";
import { clickhouseWarehouse } from "../../adapters/warehouse/clickhouse.ts";
import type { PartitionStats } from "../stats.ts";
import type { UsageAnswer } from "../usage-object.ts";

const KILLS = 5;
const DAY = "2026-11-20";
const folder = mkdtempSync(join(tmpdir(), "edgewise-meter-"));
let engine: RunningWarehouse;
let workers: TestWorkers;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const start = () =>
  startWorkers({
    dataDir: join(folder, "workers"),
    vars: {
      PARTITIONS: "2",
      WAREHOUSE_URL: engine.url,
      WAREHOUSE_KEY: engine.key,
      WAREHOUSE_DATABASE: engine.database,
      PARTITION_FLUSH_MS: "30",
      PARTITION_MAX_BACKOFF_MS: "300",
    },
  });

beforeAll(async () => {
  engine = await startWarehouse({ dataDir: join(folder, "warehouse") });
  workers = await start();
  const snapshot = {
    version: 1,
    projectId: 1,
    organizationId: "org",
    timezone: "UTC",
    environments: [],
    flags: [],
    cohorts: [],
    groupTypes: {},
  };
  await workers.call("CONFIG", "project:1", "putSnapshot", snapshot);
  await workers.call("CONFIG", "tokens", "putTokens", [{ token: "phc_a", projectId: 1, environmentId: 1 }]);
});
afterAll(async () => {
  await workers?.dispose();
  await engine?.close();
  rmSync(folder, { recursive: true, force: true });
});

const NAMES = ["$pageview", "order", "$exception", "$feature_flag_called", "survey sent", "$ai_generation"];
const SDKS = ["web", "posthog-node"];
const LANES: Record<string, PartitionEvent["lane"]> = { $exception: "exceptions", $ai_generation: "ai" };
let state = 7;
const below = (n: number) => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return (state >>> 8) % n;
};

function randomEvent(n: number): { partition: number; event: PartitionEvent } {
  const name = NAMES[below(NAMES.length)]!;
  const sdk = SDKS[below(SDKS.length)]!;
  const made = testEvent(`user-${n}`, { event: name, lane: LANES[name] ?? "events", bot: below(10) === 0 });
  const row = `${String(made.row)},"p_lib":"${sdk}"`;
  return { partition: below(2), event: { ...made, row, meter: meterKey(sdk, name) } };
}

const usage = () => workers.call<UsageAnswer>("USAGE", "organization:org", "usage", DAY, DAY, null);

it(`counts random traffic with retries and ${KILLS} crashes as the raw events do`, {
  timeout: 120_000,
}, async () => {
  let stop = false;
  let sent = 0;
  const client = async (): Promise<void> => {
    let again: { partition: number; event: PartitionEvent }[] = [];
    while (!stop || again.length > 0) {
      const fresh = stop ? [] : Array.from({ length: 5 }, () => randomEvent(sent++));
      const all = [...again, ...fresh];
      try {
        for (const partition of [0, 1]) {
          const events = all.filter((one) => one.partition === partition).map(({ event }) => event);
          if (events.length === 0) continue;
          const batch = testBatch(events);
          const [result] = await workers.call<AppendResult[]>("PARTITION", `p${partition}`, "append", [
            batch,
          ]);
          if (!result?.ok) throw new Error("refused");
        }
        // What was stored comes again now and then.
        again = stop ? [] : fresh.slice(0, below(3));
      } catch {
        again = all;
        await sleep(20);
      }
    }
  };
  const clients = [client(), client()];
  for (let kill = 0; kill < KILLS; kill++) {
    await sleep(150 + below(400));
    await workers.kill();
    workers = await start();
  }
  stop = true;
  await Promise.all(clients);
  const stats = () =>
    Promise.all(["p0", "p1"].map((name) => workers.call<PartitionStats>("PARTITION", name, "stats")));
  while ((await stats()).some(({ backlogRows }) => backlogRows > 0)) await sleep(50);
  for (const name of ["p0", "p1"]) await workers.call("PARTITION", name, "ring");

  const warehouse = clickhouseWarehouse({
    url: engine.url,
    database: engine.database,
    user: "default",
    password: engine.key,
  });
  const raw = await warehouse.query({
    sql: `SELECT p_lib, event, count(), countIf(bot = 1) FROM events
          WHERE environment_id = 1 AND toDate(received_at) = '${DAY}' GROUP BY 1, 2 ORDER BY 1, 2`,
    params: {},
  });
  if (!raw.ok) throw new Error(raw.error.message);
  const metered = (await usage()).cells
    .map(({ key, stored, bot }) => [readMeterKey(key).sdk, readMeterKey(key).event, stored, bot])
    .sort((a, b) => (`${a[0]} ${a[1]}` < `${b[0]} ${b[1]}` ? -1 : 1));
  expect(metered.length).toBe(NAMES.length * SDKS.length);
  expect(metered).toEqual(raw.value.rows);
  const duplicates = (await usage()).cells.reduce((sum, { duplicate }) => sum + duplicate, 0);
  expect(duplicates).toBeGreaterThan(0);
});

it("tells a report twice or late without counting twice", async () => {
  const cell = (stored: number, revision: number) => ({
    environmentId: 9,
    day: DAY,
    key: meterKey("web", "order"),
    stored,
    bot: 0,
    duplicate: 0,
    rejected: 0,
    quarantined: 0,
    over_limit: 0,
    dropped: 0,
    revision,
  });
  const report = ([source, stored, revision]: readonly [number, number, number]) =>
    workers.call("USAGE", "organization:other", "report", { source, cells: [cell(stored, revision)] });
  for (const args of [
    [0, 5, 1],
    [0, 9, 2],
    [0, 5, 1],
    [0, 9, 2],
    [1, 3, 1],
  ] as const)
    await report(args);
  const { cells } = await workers.call<UsageAnswer>("USAGE", "organization:other", "usage", DAY, DAY, 9);
  expect(cells).toMatchObject([{ stored: 12, environmentId: 9 }]);
});
