import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CompiledSql } from "@edgewise/core/sql/compiled.ts";
import {
  type ErasedRows,
  erasedEventCounts,
  erasedRowsLeft,
  erasedTables,
  erasedTwins,
  erasedUuids,
  sessionsOfErased,
} from "@edgewise/core/sql/erase.ts";
import { ofSessions } from "@edgewise/core/sql/erase-events.ts";
import { type RunningWarehouse, startWarehouse } from "@edgewise/db/local/start-warehouse.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventRows, keyOf } from "../../../test/query/event-rows.ts";
import { personId } from "../../../test/query/sql-bed.ts";
import type { Warehouse } from "../../ports/warehouse.ts";
import { createWarehouse } from "./create.ts";

const folder = mkdtempSync(join(tmpdir(), "edgewise-erase-"));
let engine: RunningWarehouse;
beforeAll(async () => {
  engine = await startWarehouse({ dataDir: folder });
});
afterAll(async () => {
  await engine?.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = (day: number) => `2026-01-0${day}T10:00:00Z`;
const ALL = { profile: true, events: true, recordings: true };
const NASTY = 'o\'hara \\ "x"';

describe.each([
  ["clickhouse", 100],
  ["tinybird", 200],
] as const)("erasing over %s", (protocol, environmentId) => {
  let warehouse: Warehouse;
  let batch = 0;
  const insert = async (table: string, lines: string) => {
    const inserted = await warehouse.insert(table, lines, `${protocol}-${batch++}`);
    if (!inserted.ok) throw new Error(inserted.error.message);
  };
  const ask = async (sql: string) => {
    const result = await warehouse.query({ sql, params: {} });
    if (!result.ok) throw new Error(result.error.message);
    return result.value.rows.map(([value]) => Number(value));
  };
  const texts = async (query: CompiledSql) => {
    const result = await warehouse.query(query);
    if (!result.ok) throw new Error(result.error.message);
    return result.value.rows.map(([value]) => String(value));
  };
  const member = (user: string, version: number) => ({ distinctKey: keyOf(user), distinctId: user, version });
  const rows: ErasedRows = {
    environmentId,
    personKey: keyOf("ada"),
    personVersion: 4,
    members: [member("ada", 1), member(NASTY, 2)],
    until: Date.parse(at(5)),
  };

  beforeAll(async () => {
    const { url, key, database } = engine;
    warehouse = createWarehouse({
      WAREHOUSE_PROTOCOL: protocol,
      WAREHOUSE_URL: url,
      WAREHOUSE_KEY: key,
      WAREHOUSE_DATABASE: database,
    });
    const events = [
      { event: "a", user: "ada", at: at(1), session: "own" },
      { event: "a", user: "ada", at: at(2), session: "shared" },
      { event: "b", user: NASTY, at: at(3) },
      { event: "b", user: "bob", at: at(3), session: "shared" },
      { event: "a", user: "ada", at: at(6), session: "later" },
    ];
    for (const id of [environmentId, environmentId + 1]) await insert("events", eventRows(id, events));
    const person = (version: number) =>
      JSON.stringify({
        environment_id: environmentId,
        person_key: keyOf("ada"),
        person_id: personId("ada"),
        version,
      });
    await insert("persons", [person(3), person(4), person(5)].join("\n"));
  });

  it("knows what goes before it goes", async () => {
    const counts = await warehouse.query(erasedEventCounts(rows));
    expect(counts.ok && counts.value.rows.map((row) => [row[0], row[1], Number(row[4])])).toEqual([
      ["2026-01-01", "a", 1],
      ["2026-01-02", "a", 1],
      ["2026-01-03", "b", 1],
    ]);
    const first = await warehouse.query(erasedUuids(rows, "00000000-0000-0000-0000-000000000000", 2));
    const last = first.ok ? String(first.value.rows.at(-1)?.[0]) : "";
    const second = await warehouse.query(erasedUuids(rows, last, 2));
    expect([first.ok && first.value.rows.length, second.ok && second.value.rows.length]).toEqual([2, 1]);
  });

  it("deletes the person's rows and no others, and can be repeated", async () => {
    for (let run = 0; run < 2; run++) {
      const keys = await texts(sessionsOfErased(rows));
      if (keys.length === 0) break;
      const uuids = await texts(erasedUuids(rows, "00000000-0000-0000-0000-000000000000", 100));
      const derived = [
        erasedTwins(rows, uuids),
        { table: "sessions", where: ofSessions(environmentId, keys) },
      ];
      for (const { table, where } of [...derived, ...erasedTables(rows, ALL)]) {
        expect(await warehouse.erase(table, where), table).toEqual({ ok: true, value: undefined });
      }
    }
    for (const table of erasedTables(rows, ALL)) {
      const left = await warehouse.query(erasedRowsLeft(table));
      expect(left.ok && Number(left.value.rows[0]?.[0]), table.table).toBe(0);
    }
    const count = (table: string, id: number) =>
      ask(`SELECT count() FROM ${table} WHERE environment_id = ${id}`);
    expect(await count("events", environmentId)).toEqual([2]);
    expect(await count("events_by_person", environmentId)).toEqual([2]);
    expect(await count("events", environmentId + 1)).toEqual([5]);
    expect(await count("events_by_person", environmentId + 1)).toEqual([5]);
    expect(
      await ask(`SELECT count(DISTINCT session_key) FROM sessions WHERE environment_id = ${environmentId}`),
    ).toEqual([1]);
    expect(await ask(`SELECT version FROM persons WHERE environment_id = ${environmentId}`)).toEqual([5]);
  });

  it("says when nobody answers", async () => {
    const nobody = createWarehouse({
      WAREHOUSE_PROTOCOL: protocol,
      WAREHOUSE_URL: "http://127.0.0.1:9",
      WAREHOUSE_KEY: "x",
    });
    const answer = await nobody.erase("events", { sql: "1", params: {} });
    expect(answer).toMatchObject({ ok: false, error: { code: "unavailable" } });
  });
});
