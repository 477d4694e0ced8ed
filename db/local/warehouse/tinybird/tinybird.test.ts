import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createClient, createTinybirdApi } from "@tinybirdco/sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningWarehouse, startWarehouse } from "../../start-warehouse.ts";
import { select } from "../../testing/clickhouse.ts";
import { eventRow, ndjson } from "../../testing/events.ts";
import { temporaryFolder } from "../../testing/folder.ts";

const folder = temporaryFolder("tinybird");
let warehouse: RunningWarehouse;
let client: ReturnType<typeof createClient>;
let api: ReturnType<typeof createTinybirdApi>;

beforeAll(async () => {
  warehouse = await startWarehouse({ dataDir: folder.path });
  client = createClient({ baseUrl: warehouse.url, token: warehouse.key });
  api = createTinybirdApi({ baseUrl: warehouse.url, token: warehouse.key });
});
afterAll(async () => {
  await warehouse.close();
  folder.remove();
});

/** A request as curl would send it. */
async function send(
  path: string,
  token: string,
  init: RequestInit = {},
): Promise<{ status: number; body: string }> {
  const headers = { Authorization: `Bearer ${token}`, ...init.headers };
  const response = await fetch(`${warehouse.url}${path}`, { ...init, headers });
  return { status: response.status, body: await response.text() };
}

async function staticToken(...scopes: string[]): Promise<string> {
  const search = new URLSearchParams({ name: "test" });
  for (const scope of scopes) search.append("scope", scope);
  const { body } = await send(`/v0/tokens/?${search}`, warehouse.key, { method: "POST" });
  return (JSON.parse(body) as { token: string }).token;
}

describe("the Events API", () => {
  it("takes rows from @tinybirdco/sdk", async () => {
    expect(await client.ingest("events", eventRow({ environment_id: 10 }))).toEqual({
      successful_rows: 1,
      quarantined_rows: 0,
    });
    const rows = [
      eventRow({ environment_id: 10 }),
      eventRow({ environment_id: 10, session_key: "18446744073709551615" }),
    ];
    expect(await client.ingestBatch("events", rows)).toEqual({ successful_rows: 2, quarantined_rows: 0 });
    expect(
      await select(
        warehouse,
        "SELECT count(), toString(max(session_key)) FROM events WHERE environment_id = 10",
      ),
    ).toEqual([[3, "18446744073709551615"]]);
  });

  it.each([
    ["waits", "&wait=true", ndjson([eventRow()]), {}, 200, 1],
    ["answers 202 without wait", "", ndjson([eventRow(), eventRow()]), {}, 202, 2],
    ["inflates gzip", "&wait=true", gzipSync(ndjson([eventRow()])), { "Content-Encoding": "gzip" }, 200, 1],
    ["takes one JSON document", "&format=json&wait=true", JSON.stringify(eventRow(), null, 2), {}, 200, 1],
    [
      "ignores fields it doesn't know and blank lines",
      "&wait=true",
      `\n${ndjson([eventRow({ nope: 1 })])}\n\n`,
      {},
      200,
      1,
    ],
    [
      "reads ISO times",
      "&wait=true",
      ndjson([eventRow({ timestamp: "2026-01-02T03:04:05.678Z" })]),
      {},
      200,
      1,
    ],
    ["takes nothing", "&wait=true", "", {}, 200, 0],
  ])("%s", async (_, search, body, headers, status, rows) => {
    const answer = await send(`/v0/events?name=events${search}`, warehouse.key, {
      method: "POST",
      body,
      headers: headers as Record<string, string>,
    });
    expect(answer).toEqual({ status, body: JSON.stringify({ successful_rows: rows, quarantined_rows: 0 }) });
  });

  it("stores rows that were sent twice twice: what doubles at Tinybird doubles here", async () => {
    const body = JSON.stringify({ environment_id: 77, timestamp: new Date().toISOString(), type: "same" });
    const path = "/v0/events?name=ingestion_warnings&wait=true";
    for (let i = 0; i < 2; i++) await send(path, warehouse.key, { method: "POST", body });
    expect(
      await select(warehouse, "SELECT count() FROM ingestion_warnings WHERE environment_id = 77"),
    ).toEqual([[2]]);
  });

  it("puts aside only the rows that don't fit, with the reason", async () => {
    const rows = [
      ...Array.from({ length: 20 }, () => JSON.stringify(eventRow({ environment_id: 11 }))),
      JSON.stringify(eventRow({ environment_id: 11, day: "someday" })),
      '{"environment_id": 11, "event": ',
      JSON.stringify(eventRow({ environment_id: 11, uuid: "not-a-uuid" })),
      ...Array.from({ length: 20 }, () => JSON.stringify(eventRow({ environment_id: 11 }))),
    ];
    const answer = await send("/v0/events?name=events&wait=true", warehouse.key, {
      method: "POST",
      body: rows.join("\n"),
    });
    expect(answer.body).toBe('{"successful_rows":40,"quarantined_rows":3}');
    expect(await select(warehouse, "SELECT count() FROM events WHERE environment_id = 11")).toEqual([[40]]);
    expect(
      await select(
        warehouse,
        "SELECT c__error_column, day, length(c__row) > 0 FROM events_quarantine ORDER BY day NULLS LAST",
      ),
    ).toEqual([
      [["uuid"], "2026-01-02", 1],
      [["day"], "someday", 1],
      [["event"], null, 1],
    ]);
  });

  it.each([
    ["an unknown data source", "/v0/events?name=nowhere", 404],
    ["no name", "/v0/events", 400],
    ["a name that is SQL", "/v0/events?name=events%3B--", 400],
  ])("refuses %s", async (_, path, status) => {
    expect((await send(path, warehouse.key, { method: "POST", body: "{}" })).status).toBe(status);
  });

  it("refuses more than 10 MB on the wire", async () => {
    const answer = await send("/v0/events?name=events", warehouse.key, {
      method: "POST",
      body: "x".repeat(11 * 1024 ** 2),
    });
    expect(answer.status).toBe(413);
  });
});

describe("SQL and pipes", () => {
  it("answers SQL of @tinybirdco/sdk with what it read", async () => {
    const { data, rows, statistics } = await api.sql<{ n: number }>("SELECT count() AS n FROM numbers(1000)");
    expect({ data, rows }).toEqual({ data: [{ n: 1000 }], rows: 1 });
    expect(statistics).toMatchObject({ rows_read: 1000 });
  });

  it.each([
    ["GET", "/v0/sql?q=SELECT+1+AS+a+FORMAT+CSV", {}, "1\n"],
    ["a form", "/v0/sql", { method: "POST", body: new URLSearchParams({ q: "SELECT 2 FORMAT CSV" }) }, "2\n"],
    [
      "a JSON body",
      "/v0/sql",
      {
        method: "POST",
        body: '{"q":"SELECT 3 FORMAT CSV"}',
        headers: { "Content-Type": "application/json" },
      },
      "3\n",
    ],
    ["a plain body", "/v0/sql", { method: "POST", body: "SELECT 4 FORMAT CSV" }, "4\n"],
    ["a template", `/v0/sql?q=${encodeURIComponent("% SELECT {{UInt8(x)}} FORMAT CSV")}&x=5`, {}, "5\n"],
  ])("takes SQL by %s", async (_, path, init, body) => {
    expect(await send(path, warehouse.key, init)).toEqual({ status: 200, body });
  });

  it("runs endpoints with typed parameters and defaults", async () => {
    await client.ingestBatch("events", [
      eventRow({ environment_id: 12, event: "Signed up" }),
      eventRow({ environment_id: 12 }),
      eventRow({ environment_id: 12 }),
    ]);
    const names = async (params: Record<string, unknown>): Promise<unknown> =>
      (await client.query<{ event: string; count: number }>("event_names", params)).data.map(
        ({ event, count }) => [event, count],
      );
    expect(await names({ environment_id: 12 })).toEqual([
      ["$pageview", 2],
      ["Signed up", 1],
    ]);
    expect(await names({ environment_id: 12, search: "SIGNED" })).toEqual([["Signed up", 1]]);
    expect(await names({ environment_id: 12, limit: 1 })).toEqual([["$pageview", 2]]);
    expect(await names({ environment_id: 12, first_day: "2030-01-01" })).toEqual([]);
    const csv = await send(
      "/v0/pipes/stored_by_day.csv?environment_id=12&first_day=2026-01-01&last_day=2026-01-31",
      warehouse.key,
    );
    expect(csv.body).toBe('"day","lane","bot","count"\n"2026-01-02","events",0,3\n');
  });

  it.each([
    ["a missing parameter", "/v0/pipes/event_names.json", 400, "The parameter 'environment_id' is required"],
    [
      "a parameter of another type",
      "/v0/pipes/event_names.json?environment_id=1%20OR%201",
      400,
      "to type UInt32",
    ],
    ["an unknown pipe", "/v0/pipes/nope.json", 404, "does not exist"],
    ["an unknown format", "/v0/pipes/event_names.exe", 400, "not supported"],
    ["an unknown path", "/v0/nothing", 404, "is not served"],
    ["changes by SQL", "/v0/sql?q=DROP+TABLE+events", 403, "Only SELECT"],
    ["no query", "/v0/sql?q=selec+1", 400, "SYNTAX_ERROR"],
    ["a wrong query", "/v0/sql?q=SELECT+nope", 400, "UNKNOWN_IDENTIFIER"],
    [
      "what takes too long",
      "/v0/sql?max_execution_time=1&q=SELECT+count()+FROM+numbers(1000000000000)+WHERE+sipHash64(number)=1",
      408,
      "TIMEOUT_EXCEEDED",
    ],
    ["no query", "/v0/sql", 400, "Missing parameter 'q'"],
    ["values left by others", "/v0/sql?q=SELECT+%7Bp0%3AString%7D", 400, "Substitution `p0` is not set"],
  ])("refuses %s", async (_, path, status, message) => {
    const answer = await send(path, warehouse.key);
    expect(answer.status).toBe(status);
    expect((JSON.parse(answer.body) as { error: string }).error).toContain(message);
  });
});

describe("data sources", () => {
  it("appends a CSV file, deletes by condition, truncates", async () => {
    const file = join(folder.path, "groups.csv");
    writeFileSync(file, "environment_id,group_key\n7,a\n8,b\n");
    expect(await api.appendDatasource("groups", { file })).toMatchObject({
      successful_rows: 2,
      quarantined_rows: 0,
    });
    expect(
      await api.deleteDatasource("groups", { deleteCondition: "environment_id = 7", dryRun: true }),
    ).toMatchObject({ rows_to_be_deleted: 1 });
    await api.deleteDatasource("groups", { deleteCondition: "environment_id = 7" });
    expect(await select(warehouse, "SELECT group_key FROM groups")).toEqual([["b"]]);
    await api.truncateDatasource("groups");
    expect(await select(warehouse, "SELECT count() FROM groups")).toEqual([[0]]);
  });
});

describe("tokens", () => {
  it("confine a static token to its scopes", async () => {
    const append = await staticToken("DATASOURCES:APPEND:events");
    expect(
      (await send("/v0/events?name=events", append, { method: "POST", body: ndjson([eventRow()]) })).status,
    ).toBe(202);
    for (const path of [
      "/v0/sql?q=SELECT+count()+FROM+events",
      "/v0/pipes/event_names.json?environment_id=1",
    ]) {
      expect((await send(path, append)).status).toBe(403);
    }
    for (const path of [
      "/v0/events?name=persons",
      "/v0/datasources/events/truncate",
      "/v0/tokens/?name=x&scope=ADMIN",
    ]) {
      expect((await send(path, append, { method: "POST", body: "{}" })).status, path).toBe(403);
    }
  });

  it.each([
    ["none", {}],
    ["a wrong one", { Authorization: "Bearer wrong" }],
  ])("are needed: %s", async (_, headers) => {
    const response = await fetch(`${warehouse.url}/v0/sql?q=SELECT+1`, {
      headers: headers as Record<string, string>,
    });
    expect(response.status).toBe(403);
  });

  it("fix an endpoint's parameters in a JWT of @tinybirdco/sdk", async () => {
    await client.ingestBatch("events", [
      eventRow({ environment_id: 13, event: "mine" }),
      eventRow({ environment_id: 14, event: "theirs" }),
    ]);
    const { token } = await client.tokens.createJWT({
      name: "tenant",
      expiresAt: new Date(Date.now() + 60_000),
      scopes: [{ type: "PIPES:READ", resource: "event_names", fixed_params: { environment_id: 13 } }],
    });
    const tenant = createClient({ baseUrl: warehouse.url, token });
    const { data } = await tenant.query<{ event: string }>("event_names", { environment_id: 14 });
    expect(data.map(({ event }) => event)).toEqual(["mine"]);
  });
});

describe("a JWT with a row filter", () => {
  let tenant: string;
  beforeAll(async () => {
    await client.ingestBatch("events", [eventRow({ environment_id: 21 }), eventRow({ environment_id: 22 })]);
    await client.ingest("persons", { environment_id: 22, person_key: "1" });
    const scopes = [{ type: "DATASOURCES:READ" as const, resource: "events", filter: "environment_id = 21" }];
    tenant = (
      await client.tokens.createJWT({ name: "tenant", expiresAt: new Date(Date.now() + 60_000), scopes })
    ).token;
  });

  it.each([
    ["SELECT groupUniqArray(environment_id) AS e FROM events", [21]],
    ["SELECT groupUniqArray(environment_id) AS e FROM edgewise.events AS x", [21]],
    ["WITH x AS (SELECT * FROM events) SELECT groupUniqArray(environment_id) AS e FROM x", [21]],
    [
      "SELECT groupUniqArray(environment_id) AS e FROM (SELECT * FROM events UNION ALL SELECT * FROM events)",
      [21],
    ],
    ["SELECT groupUniqArray(b.environment_id) AS e FROM events AS a JOIN events AS b ON 1 = 1", [21]],
    ["SELECT groupUniqArray(environment_id) AS e FROM events WHERE environment_id = 22", []],
    ["SELECT [(SELECT max(environment_id) FROM events)] AS e", [21]],
  ])("filters %s", async (q, expected) => {
    const answer = await send(`/v0/sql?q=${encodeURIComponent(q)}`, tenant);
    expect((JSON.parse(answer.body) as { data: { e: unknown }[] }).data).toEqual([{ e: expected }]);
  });

  it.each([
    "SELECT * FROM persons",
    "SELECT * FROM edgewise.persons",
    "SELECT * FROM `persons`",
    "SELECT * FROM events_by_person",
    "SELECT 1 FROM events WHERE person_key IN (SELECT person_key FROM persons)",
    "SELECT 1 FROM events WHERE person_key IN persons",
    "SELECT 1 FROM events WHERE person_key IN edgewise.persons",
    "SELECT (SELECT count() FROM persons)",
    "SELECT exists(SELECT 1 FROM persons)",
    "WITH persons AS (SELECT 1) SELECT * FROM persons",
    "SELECT * FROM persons WHERE 1 IN (WITH persons AS (SELECT 1) SELECT * FROM persons)",
    "SELECT * FROM system.tables",
    "SELECT 1 IN system.one",
    "SELECT * FROM file('/etc/passwd', 'LineAsString')",
    "SELECT file('/etc/passwd')",
    "SELECT * FROM url('http://127.0.0.1:1/', 'CSV', 'a String')",
    "SELECT * FROM merge('edgewise', '.*')",
    "SELECT * FROM remote('127.0.0.1', 'edgewise', 'persons')",
    "SELECT * FROM executable('sh', 'TSV', 'a String')",
    "SELECT dictGet('a', 'b', 1)",
    "SELECT joinGet('persons', 'a', 1)",
    "SELECT sleep(3)",
    "SELECT count() FROM events SETTINGS additional_table_filters = {}",
    "SELECT 1 INTO OUTFILE '/tmp/edgewise-outfile'",
    "SELECT 1; SELECT * FROM persons",
    "EXPLAIN SELECT 1",
    "SHOW TABLES",
    "DESCRIBE TABLE persons",
    "INSERT INTO events SELECT * FROM events",
    "WITH 1 AS x INSERT INTO events SELECT * FROM events",
    "KILL QUERY WHERE 1",
    "SYSTEM SHUTDOWN",
  ])("refuses %s", async (q) => {
    const { status, body } = await send(`/v0/sql?q=${encodeURIComponent(q)}`, tenant);
    expect([400, 403], body).toContain(status);
  });
});
