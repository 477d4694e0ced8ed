import { request } from "node:http";
import { ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { Client } from "@planetscale/database";
import { createClient as createTinybirdClient } from "@tinybirdco/sdk";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/planetscale-serverless";
import { afterAll, describe, expect, inject, it } from "vitest";
import { running } from "./support/running.ts";

const { warehouse, mysql, apiSocket } = inject("engines");

describe("@clickhouse/client on the local warehouse", () => {
  const client = createClient({
    url: warehouse.url,
    username: warehouse.user,
    password: warehouse.key,
    database: warehouse.database,
    log: { level: ClickHouseLogLevel.OFF },
  });
  afterAll(() => client.close());

  it("binds parameters and reads rows", async () => {
    const answer = await client.query({
      query: "select {n:UInt32} + number as n from numbers(3)",
      query_params: { n: 40 },
      format: "JSONEachRow",
    });
    expect(await answer.json()).toEqual([{ n: 40 }, { n: 41 }, { n: 42 }]);
  });

  it("gets errors as ClickHouse words them", async () => {
    await expect(client.query({ query: "select nope from nothing" })).rejects.toMatchObject({
      code: "60",
      type: "UNKNOWN_TABLE",
    });
  });
});

it("a query ends at the engine when its caller goes away", async () => {
  const { personalApiKey, projectId } = inject("credentials");
  const call = request({
    socketPath: apiSocket,
    path: `/api/projects/${projectId}/query/`,
    method: "POST",
    headers: { authorization: `Bearer ${personalApiKey}`, "content-type": "application/json" },
  });
  call.on("error", () => undefined);
  const query = "select sum(a.number + b.number + 20220722) from numbers(10000000) a, numbers(10000000) b";
  call.end(JSON.stringify({ query: { kind: "HogQLQuery", query }, refresh: "force_blocking" }));
  await expect.poll(() => running("20220722"), { timeout: 20_000 }).toBe(1);
  call.destroy();
  await expect.poll(() => running("20220722"), { timeout: 20_000 }).toBe(0);
});

it("@tinybirdco/sdk ingests into the local warehouse and queries it", async () => {
  const client = createTinybirdClient({ baseUrl: warehouse.url, token: warehouse.key });
  const environmentId = 4_000_000_001;
  const row = {
    environment_id: environmentId,
    timestamp: new Date().toISOString().slice(0, 23).replace("T", " "),
    type: "from_tinybird_sdk",
    detail: "e2e",
  };
  expect(await client.ingest("ingestion_warnings", row)).toEqual({ successful_rows: 1, quarantined_rows: 0 });
  const answer = await client.sql(
    `SELECT type, detail FROM ingestion_warnings WHERE environment_id = ${environmentId}`,
  );
  expect(answer.data).toEqual([{ type: "from_tinybird_sdk", detail: "e2e" }]);
});

it("@planetscale/database with drizzle runs a transaction on the local MySQL, and rolls one back", async () => {
  const { host, protocol } = new URL(mysql.url);
  const client = new Client({
    url: `${protocol}//${encodeURIComponent(mysql.username)}:${encodeURIComponent(mysql.password)}@${host}`,
  });
  const db = drizzle(client);
  await db.execute(sql`create table if not exists e2e_accounts (id int primary key, cents bigint not null)`);
  await db.execute(sql`replace into e2e_accounts values (1, 100), (2, 0)`);
  const move = (amount: number) =>
    db.transaction(async (tx) => {
      await tx.execute(sql`update e2e_accounts set cents = cents - ${amount} where id = 1`);
      await tx.execute(sql`update e2e_accounts set cents = cents + ${amount} where id = 2`);
      const left = await tx.execute(sql`select cents from e2e_accounts where id = 1`);
      if (Number((left.rows[0] as { cents: string }).cents) < 0) throw new Error("overdrawn");
    });
  await move(60);
  await expect(move(60)).rejects.toThrow("overdrawn");
  const rows = await db.execute(sql`select id, cents from e2e_accounts order by id`);
  expect(rows.rows.map((row) => Object.values(row as object).map(Number))).toEqual([
    [1, 40],
    [2, 60],
  ]);
});
