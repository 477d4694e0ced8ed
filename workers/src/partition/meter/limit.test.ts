import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { meterKey } from "@edgewise/core/billing/meter-key.ts";
import { SAMPLE_ONE_IN } from "@edgewise/core/insights/weights.ts";
import { type RunningWarehouse, startWarehouse } from "@edgewise/db/local/start-warehouse.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startWorkers, type TestWorkers } from "../../../test/harness.ts";
import { clickhouseWarehouse } from "../../adapters/warehouse/clickhouse.ts";
import type { PartitionStats } from "../stats.ts";
import type { MeterSettings, UsageAnswer } from "../usage-object.ts";

const PARTITIONS = 4;
const ISOLATES = 3;
const FREE = 1_000_000;
/** Units left before the limit when the load begins. */
const LEFT = 6_000;
const folder = mkdtempSync(join(tmpdir(), "edgewise-limit-"));
const today = new Date().toISOString().slice(0, 10);
let engine: RunningWarehouse;
let workers: TestWorkers;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const organization = <T>(method: string, ...args: unknown[]) =>
  workers.call<T>("USAGE", "organization:org", method, ...args);
const settings = (version: number, change: Partial<MeterSettings> = {}): MeterSettings => ({
  version,
  limits: { overall: 0, products: {} },
  pause: false,
  ...change,
});

beforeAll(async () => {
  engine = await startWarehouse({ dataDir: join(folder, "warehouse") });
  workers = await startWorkers({
    isolates: ISOLATES,
    dataDir: join(folder, "workers"),
    vars: {
      PARTITIONS: String(PARTITIONS),
      WAREHOUSE_URL: engine.url,
      WAREHOUSE_KEY: engine.key,
      WAREHOUSE_DATABASE: engine.database,
    },
  });
  await workers.call("CONFIG", "project:1", "putSnapshot", {
    version: 1,
    projectId: 1,
    organizationId: "org",
    timezone: "UTC",
    environments: [
      { id: 1, name: "production", tokens: ["phc_a"], secretKeyHashes: [], settings: {}, overLimit: [] },
    ],
    flags: [],
    cohorts: [],
    groupTypes: {},
  });
  await workers.call("CONFIG", "tokens", "putTokens", [{ token: "phc_a", projectId: 1, environmentId: 1 }]);
  await organization("setLimits", settings(1));
  const counts = { bot: 0, duplicate: 0, rejected: 0, quarantined: 0, over_limit: 0, dropped: 0 };
  const cell = {
    environmentId: 1,
    day: today,
    key: meterKey("earlier", "e"),
    stored: FREE - LEFT,
    revision: 1,
  };
  await organization("report", { source: 99, cells: [{ ...cell, ...counts }] });
});
afterAll(async () => {
  await workers?.dispose();
  await engine?.close();
  rmSync(folder, { recursive: true, force: true });
});

let sent = 0;
async function send(size: number, extra: object = {}, path = "/batch/"): Promise<Record<string, unknown>> {
  const batch = Array.from({ length: size }, () => ({
    event: "order",
    distinct_id: `u${sent++ % 997}`,
    properties: { $lib: "posthog-node", ...extra },
  }));
  const body = JSON.stringify({ api_key: "phc_a", batch });
  const response = await workers.fetch(path, { method: "POST", body });
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
}

const own = async () => {
  const { cells } = await organization<UsageAnswer>("usage", today, today, 1);
  return cells.find(({ key }) => key === meterKey("posthog-node", "order"));
};
async function settled() {
  const names = Array.from({ length: PARTITIONS }, (_, index) => `p${index}`);
  for (;;) {
    const stats = await Promise.all(
      names.map((name) => workers.call<PartitionStats>("PARTITION", name, "stats")),
    );
    if (stats.every(({ backlogRows }) => backlogRows === 0)) break;
    await sleep(50);
  }
  for (const name of names) await workers.call("PARTITION", name, "ring");
}
async function rows(sql: string): Promise<readonly (readonly unknown[])[]> {
  const { url, database, key: password } = engine;
  const result = await clickhouseWarehouse({ url, database, user: "default", password }).query({
    sql,
    params: {},
  });
  if (!result.ok) throw new Error(result.error.message);
  return result.value.rows;
}

describe("over the limit", () => {
  it("holds it within 1 % under load, over all isolates and partitions, and loses nothing", async () => {
    let answers = 0;
    const client = async () => {
      for (let request = 0; request < 40; request++) {
        const answer = await send(50);
        if (answer.quota_limited) expect(answer).toEqual({ status: 1, quota_limited: ["events"] });
        else expect(answer).toEqual({ status: 1 });
        answers++;
      }
    };
    await Promise.all(Array.from({ length: 8 }, client));
    await settled();
    const cell = (await own())!;
    expect(cell.stored + cell.over_limit).toBe(answers * 50);
    // Measured against what was left, not the whole million: a far smaller tolerance than 1 %.
    expect(cell.stored).toBeGreaterThanOrEqual(LEFT);
    expect(cell.stored - LEFT).toBeLessThan(FREE * 0.01);
    expect(cell.over_limit).toBeGreaterThan(1_000);
  });

  it("keeps a weighed sample of people, and everything else in object storage", async () => {
    const cell = (await own())!;
    const [[stored, sampled]] = (await rows(
      "SELECT countIf(sample_weight = 1), countIf(sample_weight > 1) FROM events WHERE environment_id = 1",
    )) as [[number, number]];
    expect(stored).toBe(cell.stored);
    const objects = await workers.call<{ key: string; customMetadata: { rows: string } }[]>(
      "RECORDINGS",
      `over-limit/1/${today}/`,
      "list",
    );
    const archived = objects.reduce((sum, { customMetadata }) => sum + Number(customMetadata.rows), 0);
    expect(sampled + archived).toBe(cell.over_limit);
    expect(sampled * SAMPLE_ONE_IN).toBeGreaterThan(cell.over_limit * 0.6);
    expect(sampled * SAMPLE_ONE_IN).toBeLessThan(cell.over_limit * 1.4);
    const people = await rows(
      `SELECT distinct_id FROM events WHERE environment_id = 1 GROUP BY 1
       HAVING countIf(sample_weight > 1) > 0 AND countIf(sample_weight > 1) < 3`,
    );
    // Whole journeys: somebody in the sample has all events of that time.
    expect(people.length).toBeLessThan(sampled / 3);
  });

  it("says when it began, and ends when the limit is raised", async () => {
    const during = await organization<UsageAnswer>("usage", today, today, null);
    expect(during.limits.events).toMatchObject({ over: true, left: 0, allowance: FREE });
    expect(during.over).toMatchObject([{ product: "events", endedAt: null }]);
    await organization("setLimits", settings(2, { limits: { overall: 40_000_000, products: {} } }));
    const after = await organization<UsageAnswer>("usage", today, today, null);
    expect(after.limits.events).toMatchObject({ over: false, allowance: 2 * FREE });
    expect(after.over[0]!.endedAt).not.toBeNull();
    // An older version that arrives late changes nothing.
    await organization("setLimits", settings(1));
    expect((await organization<UsageAnswer>("usage", today, today, null)).limits.events!.over).toBe(false);
  });

  it("tells SDKs that read the status alone, and browsers only when the organisation wants them to pause", async () => {
    await organization("setLimits", settings(3));
    await send(200);
    await settled();
    expect(await send(10)).toEqual({ status: 1, quota_limited: ["events"] });
    expect(await send(10, {}, "/i/v0/e/")).toEqual({ status: 1 });
    await organization("setLimits", settings(4, { pause: true }));
    const before = (await own())!.over_limit;
    // Partitions hear of it with their next report.
    await send(200);
    await settled();
    expect(await send(200, {}, "/i/v0/e/")).toEqual({ status: 1, quota_limited: ["events"] });
    await settled();
    expect((await own())!.over_limit).toBeGreaterThanOrEqual(before + 200);
  });

  it("never counts bots against it", async () => {
    const before = (await own())!;
    const bot = { $raw_user_agent: "Googlebot/2.1 (+http://www.google.com/bot.html)" };
    expect(await send(20, bot)).toEqual({ status: 1 });
    await settled();
    expect(await own()).toMatchObject({ over_limit: before.over_limit, bot: before.bot + 20 });
  });
});
