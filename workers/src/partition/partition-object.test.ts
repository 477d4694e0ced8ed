import { createHash, randomBytes } from "node:crypto";
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
  it.each([
    ["hardly compress", () => randomBytes(30_000).toString("base64"), 60],
    ["compress well", () => "page ".repeat(6000), 200],
    [
      "do both in turn",
      (i: number) => (i % 20 === 0 ? randomBytes(90_000).toString("hex") : "x".repeat(900)),
      200,
    ],
  ])("stores rows that %s, all of their text", async (name, textOf, count) => {
    const environmentId = 70_000 + count + name.length;
    const texts = Array.from({ length: count }, (_, i) => textOf(i));
    const events = texts.map((text, i) => {
      const event = testEvent(`reader-${i}`, { environmentId });
      return {
        ...event,
        row: String(event.row).replace('"properties":"{}"', `"properties":{"text":"${text}"}`),
      };
    });
    expect(await append(testBatch(events, { environmentId }))).toMatchObject([{ ok: true, stored: count }]);
    await drained();
    const stored = await rows(
      `SELECT distinct_id, hex(SHA256(properties)) FROM events WHERE environment_id = ${environmentId}`,
    );
    const expected = texts.map((text, i) => [
      `reader-${i}`,
      createHash("sha256").update(`{"text":"${text}"}`).digest("hex").toUpperCase(),
    ]);
    expect(new Map(stored as [string, string][])).toEqual(new Map(expected as [string, string][]));
  });

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

describe("a call that fails", () => {
  it("takes no neighbour down and leaves nothing behind", async () => {
    const environmentId = 20;
    const good = (id: string) => testBatch([testEvent(id, { environmentId })], { environmentId });
    const broken = good("broken");
    const { uuid: _, ...withoutUuid } = broken.events[0]!;
    const calls = [
      append(good("left")),
      append({ ...broken, events: [withoutUuid as (typeof broken.events)[number]] }),
      append(good("right")),
    ];
    const [left, failed, right] = await Promise.allSettled(calls);
    expect([left?.status, failed?.status, right?.status]).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(await append(good("after"))).toMatchObject([{ ok: true, stored: 1 }]);
    await drained();
    expect(
      await rows(`SELECT distinct_id FROM events WHERE environment_id = ${environmentId} ORDER BY 1`),
    ).toEqual([["after"], ["left"], ["right"]]);
    const [account] = await call<AccountingRow[]>("accounting", environmentId, "2026-11-20", "2026-11-20");
    expect(account).toMatchObject({ received: 3, stored: 3 });
  });
});

describe("rows of persons", () => {
  const events = (environmentId: number) =>
    `SELECT e.event, e.person_mode, toString(if(o.newest > 0, o.person_id, e.person_id)) FROM events AS e
     LEFT JOIN (SELECT distinct_key, argMax(person_id, version) AS person_id, max(version) AS newest
       FROM person_overrides WHERE environment_id = ${environmentId} GROUP BY distinct_key) AS o ON o.distinct_key = e.distinct_key
     WHERE e.environment_id = ${environmentId} ORDER BY e.event`;

  it("bring the visits before and after a login to one person, and apart again by an undo", async () => {
    const environmentId = 21;
    const of = (id: string, event: string, options: Parameters<typeof testEvent>[1] = {}) =>
      testEvent(id, { environmentId, event, ...options });
    const identify = of("user", "3 login", { identity: { kind: "merge", source: "anon", force: false } });
    const before = [of("anon", "1 visit", { personProfile: false }), of("user", "2 elsewhere")];
    const after = [
      of("anon", "4 visit", { personProfile: false }),
      of("stranger", "5 visit", { personProfile: false }),
    ];
    for (const event of [...before, identify, ...after]) await append(testBatch([event], { environmentId }));
    await drained();
    const user = personIdOf(environmentId, "user");
    const stranger = personIdOf(environmentId, "stranger");
    expect(await rows(events(environmentId))).toEqual([
      ["1 visit", "propertyless", user],
      ["2 elsewhere", "full", user],
      ["3 login", "full", user],
      ["4 visit", "full", user],
      ["5 visit", "propertyless", stranger],
    ]);
    expect(await call("undoMerge", environmentId, identify.uuid)).toMatchObject({ ok: true });
    await drained();
    const anon = personIdOf(environmentId, "anon");
    expect((await rows(events(environmentId))).map(([, , person]) => person)).toEqual([
      anon,
      user,
      user,
      anon,
      stranger,
    ]);
    expect(
      await rows(
        `SELECT distinct_id, is_deleted FROM person_distinct_ids FINAL WHERE environment_id = ${environmentId} ORDER BY 1`,
      ),
    ).toEqual([
      ["anon", 1],
      ["user", 0],
    ]);
  });

  it("carry warnings of refused merges", async () => {
    const environmentId = 22;
    const identified = testEvent("boss", { environmentId, identity: { kind: "identified" } });
    const refused = testEvent("user", {
      environmentId,
      identity: { kind: "merge", source: "boss", force: false },
    });
    await append(testBatch([identified, testEvent("user", { environmentId }), refused], { environmentId }));
    await drained();
    expect(
      await rows(`SELECT type, distinct_id FROM ingestion_warnings WHERE environment_id = ${environmentId}`),
    ).toEqual([["cannot_merge_already_identified", "user"]]);
    expect(
      await rows(
        `SELECT count(), sum(is_deleted) FROM persons FINAL WHERE environment_id = ${environmentId}`,
      ),
    ).toEqual([[2, 0]]);
  });

  it("keep groups and recordings", async () => {
    const environmentId = 23;
    const group = testEvent("$company_acme", {
      environmentId,
      group: { type: "company", index: 1, key: "acme", set: { size: 5 } },
    });
    const uuid = testEvent("x").uuid;
    const time = "2026-11-20 12:00:00.000";
    const row = JSON.stringify({
      environment_id: environmentId,
      session_id: "s",
      first_timestamp: time,
      last_timestamp: time,
      uuid,
    });
    const recordings = [{ uuid, distinctId: "d", row }];
    await append(testBatch([group], { environmentId, recordings }));
    await append(testBatch([], { environmentId, recordings }));
    await drained();
    expect(
      await rows(
        `SELECT group_type_index, group_key, properties FROM groups WHERE environment_id = ${environmentId}`,
      ),
    ).toEqual([[1, "acme", '{"size":5}']]);
    expect(await rows(`SELECT count() FROM recordings WHERE environment_id = ${environmentId}`)).toEqual([
      [1],
    ]);
    const accounts = await call<AccountingRow[]>("accounting", environmentId, "2026-11-20", "2026-11-20");
    expect(accounts.find(({ lane }) => lane === "recordings")).toMatchObject({
      received: 2,
      stored: 1,
      duplicate: 1,
    });
  });
});
