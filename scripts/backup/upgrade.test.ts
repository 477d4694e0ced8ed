import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startMysql } from "@edgewise/db/local/start-mysql.ts";
import { startWarehouse } from "@edgewise/db/local/start-warehouse.ts";
import { ask as askEngine, run } from "@edgewise/db/local/testing/clickhouse.ts";
import { eventRow, ndjson } from "@edgewise/db/local/testing/events.ts";
import { createClient } from "@edgewise/db/mysql/client.ts";
import { migrate as migrateMysql } from "@edgewise/db/mysql/migrate.ts";
import { migrate as migrateWarehouse } from "@edgewise/db/warehouse/migrations/migrate.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { callInternal } from "../stack/internal-api.ts";
import { ROOT } from "../stack/paths.ts";
import { type Stack, startStack } from "../stack/stack.ts";

const root = mkdtempSync(join(tmpdir(), "edgewise-upgrade-"));
const dataDir = join(root, "data");
const TOKEN = "phc_oldoldoldoldoldoldoldoldoldoldold01";
const KEY = "phx_oldoldoldoldoldoldoldoldoldoldold01";
const AT = "2026-01-01 00:00:00.000";
let stack: Stack;

/** The configuration of the very first release: one organisation, project, flag and key. */
async function oldConfiguration(): Promise<void> {
  const mysql = await startMysql({ dataDir: join(dataDir, "mysql") });
  const first = join(root, "migrations");
  mkdirSync(first);
  const name = "0000_spine.sql";
  copyFileSync(join(ROOT, "db", "mysql", "migrations", name), join(first, name));
  await migrateMysql(mysql, first);
  const client = createClient(mysql);
  const insert = async (table: string, row: Readonly<Record<string, unknown>>) => {
    const names = Object.keys(row).map((column) => `\`${column}\``);
    const places = names.map(() => "?").join(", ");
    const values = Object.values(row).map((value) =>
      typeof value === "object" ? JSON.stringify(value) : value,
    );
    await client.execute(`insert into \`${table}\` (${names.join(", ")}) values (${places})`, values);
  };
  const stamps = { created_at: AT, updated_at: AT };
  await insert("organizations", { id: "o1", name: "Old", slug: "old", settings: {}, ...stamps });
  await insert("user", { id: "u1", name: "Ada", email: "ada@example.test", ...stamps });
  await insert("memberships", { id: "m1", organization_id: "o1", user_id: "u1", role: "owner", ...stamps });
  const place = {
    uuid: "00000000-0000-4000-8000-000000000001",
    organization_id: "o1",
    settings: {},
    ...stamps,
  };
  await insert("environments", { id: 1, project_id: 1, name: "Production", is_default: 1, ...place });
  await insert("projects", { id: 1, name: "Old project", timezone: "UTC", ...place });
  await insert("environment_tokens", { token: TOKEN, environment_id: 1, created_at: AT });
  await insert("config_versions", { project_id: 1, version: 1, updated_at: AT });
  await insert("feature_flags", {
    project_id: 1,
    key: "old-flag",
    live_key: "old-flag",
    name: "",
    filters: { groups: [{ properties: [], rollout_percentage: 100 }] },
    active: 1,
    version: 1,
    evaluation_contexts: [],
    tags: [],
    rollback_conditions: [],
    environments: {},
    ...stamps,
  });
  const hash = createHash("sha256").update(KEY).digest("hex");
  const rights = { scopes: ["*"], scoped_teams: [], scoped_organizations: [] };
  const key = {
    id: "k1",
    kind: "personal",
    hash,
    label: "old",
    mask: "phx_…",
    user_id: "u1",
    created_at: AT,
  };
  await insert("api_keys", { ...key, ...rights });
  await mysql.close();
}

/** The warehouse of the very first release, with three events. */
async function oldWarehouse(): Promise<void> {
  const warehouse = await startWarehouse({ dataDir: join(dataDir, "warehouse") });
  await run(warehouse, "DROP DATABASE edgewise SYNC");
  const target = {
    // The session's own database is what was dropped.
    execute: (sql: string) => run(warehouse, sql, { params: { database: "default" } }),
    async firstColumn(sql: string) {
      const asking = { params: { database: "default", default_format: "JSONCompact" } };
      const { text } = await askEngine(warehouse, sql, asking);
      return (JSON.parse(text) as { data: unknown[][] }).data.map(([value]) => String(value));
    },
  };
  expect(await migrateWarehouse(target, { database: "edgewise" }, 1)).toEqual([1]);
  const rows = [1, 2, 3].map((n) =>
    eventRow({ environment_id: 1, event: "old event", distinct_id: `user ${n}` }),
  );
  await run(warehouse, `INSERT INTO edgewise.events FORMAT JSONEachRow\n${ndjson(rows)}`);
  await warehouse.close();
}

beforeAll(async () => {
  mkdirSync(dataDir, { recursive: true });
  await oldConfiguration();
  await oldWarehouse();
  stack = await startStack({ dataDir, web: false });
});
afterAll(async () => {
  await stack?.stop();
  rmSync(root, { recursive: true, force: true });
});

const post = async (path: string, body: object, key?: string) =>
  (await (
    await fetch(`${stack.credentials.edge}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(key ? { authorization: `Bearer ${key}` } : {}) },
      body: JSON.stringify(body),
    })
  ).json()) as Readonly<Record<string, unknown>>;
const ask = async (query: string) =>
  (
    await post(
      "/api/projects/1/query/",
      { query: { kind: "HogQLQuery", query }, refresh: "force_blocking" },
      KEY,
    )
  ).results;

test("what the first release stored is there after a start of this one", async () => {
  expect(await ask("SELECT event, count() FROM events GROUP BY event")).toEqual([["old event", 3]]);
  // The minute job tells the edge what it has not heard of.
  await callInternal(stack.apiSocket, "/api/_internal/scheduled", stack.internalKey, {});
  await vi.waitFor(
    async () => {
      const answer = await post("/flags/?v=2", { token: TOKEN, distinct_id: "ada" });
      expect(answer.flags).toMatchObject({ "old-flag": { enabled: true } });
    },
    { timeout: 20_000, interval: 500 },
  );
});

test("and goes on", async () => {
  const event = { event: "new event", distinct_id: "ada" };
  expect(await post("/batch/", { api_key: TOKEN, batch: [event] })).toMatchObject({ status: 1 });
  await vi.waitFor(
    async () =>
      expect(await ask("SELECT event, count() FROM events GROUP BY event ORDER BY event")).toEqual([
        ["new event", 1],
        ["old event", 3],
      ]),
    { timeout: 15_000, interval: 300 },
  );
});
