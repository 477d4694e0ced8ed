import { Readable } from "node:stream";
import { gunzipSync, gzipSync, zstdCompressSync } from "node:zlib";
import { type ClickHouseClient, ClickHouseError, createClient } from "@clickhouse/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningWarehouse, startWarehouse } from "../../start-warehouse.ts";
import { ask, run, select } from "../../testing/clickhouse.ts";
import { ndjson } from "../../testing/events.ts";
import { temporaryFolder } from "../../testing/folder.ts";

const folder = temporaryFolder("clickhouse");
let warehouse: RunningWarehouse;
let client: ClickHouseClient;

beforeAll(async () => {
  warehouse = await startWarehouse({ dataDir: folder.path });
  client = createClient({
    url: warehouse.url,
    password: warehouse.key,
    database: warehouse.database,
    compression: { request: true, response: true },
    log: { level: 127 },
  });
  await run(
    warehouse,
    "CREATE TABLE notes (id UInt32, text String, at DateTime64(3)) ENGINE = MergeTree ORDER BY id",
  );
});
afterAll(async () => {
  await client.close();
  await warehouse.close();
  folder.remove();
});

/** Runs until cancelled, killed or out of time. */
const ENDLESS = "SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1";

describe("@clickhouse/client", () => {
  it("pings", async () => {
    expect(await client.ping()).toEqual({ success: true });
  });

  it("inserts and reads back through every row format it offers", async () => {
    await client.insert({
      table: "notes",
      format: "JSONEachRow",
      values: [{ id: 1, text: "it's\t\\ \n é😀", at: "2026-01-02 03:04:05.678" }],
    });
    await client.insert({
      table: "notes",
      format: "JSONCompactEachRow",
      columns: ["id", "text"],
      values: [[2, "b"]],
    });
    await client.insert({
      table: "notes",
      format: "CSV",
      values: Readable.from(['3,"c, d",2026-01-02 03:04:05.678\n'], { objectMode: false }),
    });
    const result = await client.query({
      query: "SELECT id, text FROM notes WHERE id < 10 ORDER BY id",
      format: "JSONEachRow",
    });
    expect(await result.json()).toEqual([
      { id: 1, text: "it's\t\\ \n é😀" },
      { id: 2, text: "b" },
      { id: 3, text: "c, d" },
    ]);
  });

  it("binds typed parameters", async () => {
    const result = await client.query({
      query:
        "SELECT {s:String} AS s, {a:Array(String)} AS a, {n:Nullable(UInt8)} AS n, {d:DateTime64(3, 'UTC')} AS d, {m:Map(String, UInt8)} AS m",
      query_params: {
        s: "x'); DROP TABLE notes; --\t\n",
        a: ["it's", "\\"],
        n: null,
        d: new Date("2026-01-02T03:04:05.678Z"),
        m: { k: 1 },
      },
      format: "JSONEachRow",
    });
    expect(await result.json()).toEqual([
      {
        s: "x'); DROP TABLE notes; --\t\n",
        a: ["it's", "\\"],
        n: null,
        d: "2026-01-02 03:04:05.678",
        m: { k: 1 },
      },
    ]);
  });

  it("gets what a query read", async () => {
    const query = "SELECT sum(number) AS sum FROM numbers(1000)";
    const result = await client.query({ query, format: "JSON" });
    const { data, statistics } = await result.json<{ sum: number }>();
    expect(data).toEqual([{ sum: 499_500 }]);
    expect(statistics).toMatchObject({ rows_read: 1000, bytes_read: 8000 });
  });

  it("gets typed errors", async () => {
    const failure = client.query({ query: "SELECT nope FROM notes" });
    await expect(failure).rejects.toThrow(ClickHouseError);
    await expect(failure).rejects.toMatchObject({ code: "47", type: "UNKNOWN_IDENTIFIER" });
  });

  it("streams a large result", async () => {
    const result = await client.query({ query: "SELECT number FROM numbers(200000)", format: "JSONEachRow" });
    let rows = 0;
    for await (const chunk of result.stream()) rows += chunk.length;
    expect(rows).toBe(200_000);
  });

  it("runs commands", async () => {
    await client.command({ query: "CREATE TABLE made (a UInt8) ENGINE = Memory" });
    await client.exec({ query: "INSERT INTO made VALUES (1), (2)" });
    expect(await select(warehouse, "SELECT sum(a) FROM made")).toEqual([[3]]);
  });
});

describe("statements and data", () => {
  const rows = ndjson([{ id: 20, text: "a" }]);
  it.each([
    ["rows in the body", "INSERT INTO notes FORMAT JSONEachRow", { body: rows }],
    ["all in the body", `INSERT INTO notes FORMAT JSONEachRow\n${rows}`, {}],
    [
      "all in the body, with a comment and settings",
      `/* x */ INSERT INTO notes SETTINGS max_threads = 1 FORMAT JSONEachRow ${rows}`,
      {},
    ],
    ["values", "INSERT INTO notes (id, text) VALUES (20, 'a')", {}],
    ["values begun in the URL", "INSERT INTO notes (id, text) VALUES", { body: "(20, 'a')" }],
    ["a select", "INSERT INTO notes (id, text) SELECT 20, 'a'", {}],
    ["a select in the URL", "INSERT INTO notes (id, text) SELECT 20, 'a'", { body: "" }],
    ["quoted names", "INSERT INTO `edgewise`.`notes` (`id`, `text`) FORMAT TSV", { body: "20\ta\n" }],
    [
      "gzip",
      "INSERT INTO notes FORMAT JSONEachRow",
      { body: gzipSync(rows), headers: { "Content-Encoding": "gzip" } },
    ],
    [
      "zstd",
      "INSERT INTO notes FORMAT JSONEachRow",
      { body: zstdCompressSync(rows), headers: { "Content-Encoding": "zstd" } },
    ],
  ])("takes %s", async (_, sql, asking) => {
    await run(warehouse, sql, asking);
    expect(await select(warehouse, "SELECT id, text FROM notes WHERE id = 20")).toEqual([[20, "a"]]);
    await run(warehouse, "ALTER TABLE notes DELETE WHERE id = 20 SETTINGS mutations_sync = 1");
  });

  it.each(["Native", "RowBinary", "Parquet", "ArrowStream"])("takes and gives %s", async (format) => {
    const url = new URL(warehouse.url);
    url.searchParams.set("query", `SELECT toUInt32(30) AS id, 'bin' AS text FORMAT ${format}`);
    const headers = { "X-ClickHouse-Key": warehouse.key };
    const bytes = await (await fetch(url, { headers })).arrayBuffer();
    await run(warehouse, `INSERT INTO notes (id, text) FORMAT ${format}`, { body: bytes });
    expect(await select(warehouse, "SELECT DISTINCT id, text FROM notes WHERE id = 30")).toEqual([
      [30, "bin"],
    ]);
  });

  it.each([
    ["the statement's own", "SELECT 1 FORMAT CSV", {}, "CSV", "1\n"],
    [
      "the parameter's",
      "SELECT 1",
      { params: { default_format: "JSONCompactEachRow" } },
      "JSONCompactEachRow",
      "[1]\n",
    ],
    [
      "the header's",
      "SELECT 1",
      { headers: { "X-ClickHouse-Format": "JSONEachRow" } },
      "JSONEachRow",
      '{"1":1}\n',
    ],
    ["tabs otherwise", "SELECT 1, 'a'", {}, "TabSeparated", "1\ta\n"],
  ])("answers in %s format", async (_, sql, asking, format, text) => {
    const answer = await ask(warehouse, sql, asking);
    expect(answer.text).toBe(text);
    expect(answer.headers.get("x-clickhouse-format")).toBe(format);
  });

  it("reads the query of a GET, which can't change anything", async () => {
    expect(await ask(warehouse, "SELECT 1", { method: "GET" })).toMatchObject({ status: 200, text: "1\n" });
    const refused = await ask(warehouse, "TRUNCATE TABLE notes", { method: "GET" });
    expect(refused.text).toContain("(READONLY)");
  });

  it("compresses the answer when asked twice", async () => {
    const url = `${warehouse.url}/?enable_http_compression=1&query=${encodeURIComponent("SELECT 'aaa'")}`;
    const { get } = await import("node:http");
    const bytes = await new Promise<Buffer>((resolve) => {
      get(url, { headers: { "X-ClickHouse-Key": warehouse.key, "Accept-Encoding": "gzip" } }, (response) => {
        expect(response.headers["content-encoding"]).toBe("gzip");
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => resolve(Buffer.concat(chunks)));
      });
    });
    expect(gunzipSync(bytes).toString()).toBe("aaa\n");
  });

  it("names the query and sums up what it did", async () => {
    const answer = await ask(warehouse, "SELECT count() FROM numbers(500) FORMAT JSON", {
      params: { query_id: "mine" },
    });
    expect(answer.headers.get("x-clickhouse-query-id")).toBe("mine");
    expect(JSON.parse(answer.headers.get("x-clickhouse-summary") ?? "")).toMatchObject({ read_rows: "500" });
  });

  it.each([
    ["SELECT 1", "1", 200],
    ["SELECT 1 SETTINGS max_threads = 1", "2", 200],
    ["SELECT 1 SETTINGS max_threads = 1", "1", 500],
    ["INSERT INTO notes (id) VALUES (1)", "2", 500],
    ["CREATE TABLE x (a UInt8) ENGINE = Memory", "1", 500],
  ])("%s with readonly=%s", async (sql, readonly, status) => {
    expect((await ask(warehouse, sql, { params: { readonly } })).status).toBe(status);
  });

  it("takes SET and USE without effect on others", async () => {
    await run(warehouse, "SET max_block_size = 77");
    await run(warehouse, "USE system");
    expect((await ask(warehouse, "SELECT currentDatabase(), getSetting('max_block_size') = 77")).text).toBe(
      "edgewise\t0\n",
    );
  });

  it("applies settings of the URL and forgets them", async () => {
    const setting = "SELECT getSetting('max_block_size')";
    expect((await ask(warehouse, setting, { params: { max_block_size: "77" } })).text).toBe("77\n");
    expect((await ask(warehouse, setting)).text).not.toBe("77\n");
  });
});

describe("errors", () => {
  it.each([
    ["a syntax error", "SELEC 1", {}, 400, 62],
    ["two statements", "SELECT 1; SELECT 2", {}, 400, 62],
    ["an unknown table", "SELECT * FROM nowhere", {}, 404, 60],
    ["an unknown database", "SELECT 1", { params: { database: "nowhere" } }, 404, 81],
    ["an unknown setting", "SELECT 1", { params: { no_such_setting: "1" } }, 404, 115],
    ["a missing parameter", "SELECT {p:String}", {}, 400, 456],
    ["a parameter of another type", "SELECT {p:UInt8}", { params: { param_p: "x" } }, 400, 457],
    ["rows that don't fit", "INSERT INTO notes FORMAT JSONEachRow", { body: '{"id":"x"}' }, 400, 27],
    ["too little time", ENDLESS, { params: { max_execution_time: "1" } }, 408, 159],
    [
      "too little memory",
      "SELECT groupArray(toString(number)) FROM numbers(100000000)",
      { params: { max_memory_usage: "50000000" } },
      500,
      241,
    ],
    ["temporary tables, which it has not", "CREATE TEMPORARY TABLE x (a UInt8)", {}, 501, 48],
    ["sessions, which it has not", "SELECT 1", { params: { session_id: "s" } }, 501, 48],
  ])("says %s", async (_, sql, asking, status, code) => {
    const answer = await ask(warehouse, sql, asking);
    expect(answer).toMatchObject({ status });
    expect(answer.headers.get("x-clickhouse-exception-code")).toBe(String(code));
    expect(answer.text).toMatch(
      new RegExp(
        `^Code: ${code}\\. DB::Exception: .+ \\([A-Z_]+\\) \\(version [\\d.]+ \\(official build\\)\\)\\n$`,
        "s",
      ),
    );
  });

  it.each([
    ["a wrong key", { "X-ClickHouse-Key": "wrong" }],
    ["no key", { "X-ClickHouse-Key": "" }],
    ["another user", { "X-ClickHouse-User": "root" }],
    ["a wrong Basic password", { Authorization: `Basic ${btoa("default:wrong")}` }],
  ])("refuses %s", async (_, headers) => {
    expect(await ask(warehouse, "SELECT 1", { headers: headers as Record<string, string> })).toMatchObject({
      status: 403,
    });
  });

  it.each([
    ["Basic", () => ({ Authorization: `Basic ${btoa(`default:${warehouse.key}`)}` }), ""],
    ["the URL", () => ({}), () => `&user=default&password=${warehouse.key}`],
  ])("takes the key by %s", async (_, headers, search) => {
    const suffix = typeof search === "string" ? search : search();
    const response = await fetch(`${warehouse.url}/?query=SELECT+1${suffix}`, { headers: headers() });
    expect(await response.text()).toBe("1\n");
  });

  it("refuses a body in an unknown or broken encoding", async () => {
    const headers = { "Content-Encoding": "lzma" };
    expect((await ask(warehouse, "SELECT 1", { headers })).status).toBe(415);
    const broken = await ask(warehouse, "INSERT INTO notes FORMAT TSV", {
      body: "not gzip",
      headers: { "Content-Encoding": "gzip" },
    });
    expect(broken.status).toBe(400);
  });
});

describe("concurrency", () => {
  const running = async (): Promise<number> =>
    Number(
      (
        await select(
          warehouse,
          "SELECT count() FROM system.processes WHERE query LIKE '%sipHash64%' AND query NOT LIKE '%processes%'",
        )
      )[0]![0],
    );

  it("keeps parameters and settings of concurrent queries apart", async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        ask(warehouse, "SELECT {v:UInt32}, getSetting('max_block_size')", {
          params: { param_v: String(i), max_block_size: String(1000 + i) },
        }),
      ),
    );
    expect(answers.map(({ text }) => text)).toEqual(
      Array.from({ length: 60 }, (_, i) => `${i}\t${1000 + i}\n`),
    );
  });

  it("answers beside heavy queries", async () => {
    const gone = new AbortController();
    const heavy = [1, 2].map(() => ask(warehouse, ENDLESS, { signal: gone.signal }).catch(() => "gone"));
    expect((await ask(warehouse, "SELECT 1")).text).toBe("1\n");
    await run(warehouse, "INSERT INTO notes FORMAT JSONEachRow", { body: '{"id":50}' });
    gone.abort();
    expect(await Promise.all(heavy)).toEqual(["gone", "gone"]);
  });

  it("stops the engine when the client goes away", async () => {
    const gone = new AbortController();
    const query = ask(warehouse, ENDLESS, { signal: gone.signal });
    await expect.poll(running, { timeout: 10_000 }).toBe(1);
    gone.abort();
    await expect(query).rejects.toThrow();
    await expect.poll(running, { timeout: 10_000 }).toBe(0);
  });

  it("kills by query ID, also when all places are taken", async () => {
    const queries = Array.from({ length: 4 }, (_, i) =>
      ask(warehouse, ENDLESS, { params: { query_id: `q${i}` } }),
    );
    const kill = (id: string): Promise<unknown> =>
      ask(warehouse, "KILL QUERY WHERE query_id = {id:String} SYNC", { params: { param_id: id } });
    const answers = Promise.all(queries);
    let done = false;
    void answers.then(() => {
      done = true;
    });
    await expect
      .poll(
        async () => {
          await Promise.all(["q0", "q1", "q2", "q3"].map(kill));
          return done;
        },
        { timeout: 10_000 },
      )
      .toBe(true);
    expect((await answers).map(({ headers }) => headers.get("x-clickhouse-exception-code"))).toEqual([
      "394",
      "394",
      "394",
      "394",
    ]);
  });
});
