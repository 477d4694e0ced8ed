import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdCompressSync } from "node:zlib";
import type { CompiledSql, SqlParam } from "@edgewise/core/sql/compiled.ts";
import { type RunningWarehouse, startWarehouse } from "@edgewise/db/local/start-warehouse.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testEvent } from "../../../test/events.ts";
import type { Warehouse } from "../../ports/warehouse.ts";
import { createWarehouse } from "./create.ts";

const folder = mkdtempSync(join(tmpdir(), "edgewise-adapters-"));
let engine: RunningWarehouse;

beforeAll(async () => {
  engine = await startWarehouse({ dataDir: folder });
});
afterAll(async () => {
  await engine?.close();
  rmSync(folder, { recursive: true, force: true });
});

const NASTY = "it's a \"test\" \\ back\\'slash\n\ttab {p0:String} 漢字 😀 \0 end; DROP TABLE events --";

function compiled(
  sql: string,
  params: Record<string, [type: string, value: SqlParam["value"]]> = {},
): CompiledSql {
  return {
    sql,
    params: Object.fromEntries(
      Object.entries(params).map(([name, [type, value]]) => [name, { type, value }]),
    ),
  };
}

function line(environmentId: number, batch = "7"): string {
  const { row } = testEvent("someone", { environmentId });
  return `${row},"person_id":"7d1c5b1e-52c6-4c1e-9d5c-0f6f6d1f3a52","person_key":"1","person_mode":"full","batch":"${batch}"}\n`;
}

describe.each(["clickhouse", "tinybird"] as const)("%s", (protocol) => {
  let warehouse: Warehouse;
  let environmentId = protocol === "clickhouse" ? 100 : 200;

  beforeAll(() => {
    const { url, key, database } = engine;
    warehouse = createWarehouse({
      WAREHOUSE_PROTOCOL: protocol,
      WAREHOUSE_URL: url,
      WAREHOUSE_KEY: key,
      WAREHOUSE_DATABASE: database,
    });
  });

  const rows = async (query: CompiledSql): Promise<unknown> => {
    const result = await warehouse.query(query);
    return result.ok ? result.value.rows : result.error;
  };
  const count = () =>
    rows(
      compiled("SELECT count() FROM events WHERE environment_id = {e:UInt32}", {
        e: ["UInt32", environmentId],
      }),
    );

  const values: [string, string, SqlParam["value"], unknown][] = [
    ["text", "String", "plain", "plain"],
    ["text with everything in it", "String", NASTY, NASTY],
    ["empty text", "String", "", ""],
    ["a number", "Float64", -1.5, -1.5],
    ["a big integer as text", "UInt64", "18446744073709551615", "18446744073709551615"],
    ["an integer", "Int64", 42, 42],
    ["a boolean", "Bool", true, true],
    ["null", "Nullable(String)", null, null],
    ["a list", "Array(String)", ["a", NASTY, ""], ["a", NASTY, ""]],
    ["an empty list", "Array(String)", [], []],
    ["a list of numbers", "Array(Int64)", [1, -2], [1, -2]],
    ["a time", "DateTime64(3, 'UTC')", "2026-11-20 12:00:00.123", "2026-11-20 12:00:00.123"],
    ["a date", "Date", "2026-11-20", "2026-11-20"],
  ];

  it.each(values)("binds %s", async (_name, type, value, expected) => {
    expect(await rows(compiled(`SELECT {p0:${type}} AS value`, { p0: [type, value] }))).toEqual([[expected]]);
  });

  it("answers columns, types and statistics", async () => {
    const result = await warehouse.query(
      compiled("SELECT 1 AS one, 'x' AS text, toUInt64(9007199254740993) AS wide, toUInt64(5) AS narrow"),
    );
    expect(result).toMatchObject({
      ok: true,
      value: {
        columns: [
          { name: "one", type: "UInt8" },
          { name: "text", type: "String" },
          { name: "wide", type: "UInt64" },
          { name: "narrow", type: "UInt64" },
        ],
        rows: [[1, "x", "9007199254740993", 5]],
        statistics: { elapsedSeconds: expect.any(Number) },
      },
    });
  });

  it("keeps digits of text columns text", async () => {
    expect(await rows(compiled("SELECT '42', ['42'], map('a', '1')"))).toEqual([["42", ["42"], { a: "1" }]]);
  });

  it.each([
    ["a syntax error", "SELEC 1", "rejected"],
    ["an unknown column", "SELECT nothing_like_it FROM events", "rejected"],
    ["a failure in the middle", "SELECT throwIf(number = 90000) FROM numbers(100000)", "rejected"],
  ])("answers a typed error for %s", async (_name, sql, code) => {
    expect(await rows(compiled(sql))).toMatchObject({ code, message: expect.stringMatching(/\w/) });
  });

  it("stops a query after its time", async () => {
    const result = await warehouse.query(
      compiled("SELECT count() FROM numbers(100000000000) WHERE NOT ignore(sipHash64(number))"),
      {
        maxExecutionSeconds: 1,
      },
    );
    expect(result).toMatchObject({ ok: false, error: { code: "timeout" } });
  });

  it("stops when the caller gives up", async () => {
    const controller = new AbortController();
    const query = warehouse.query(
      compiled("SELECT count() FROM numbers(100000000000) WHERE NOT ignore(sipHash64(number))"),
      {
        signal: controller.signal,
        maxExecutionSeconds: 30,
      },
    );
    setTimeout(() => controller.abort(), 100);
    expect(await query).toMatchObject({ ok: false, error: { code: "cancelled" } });
    expect(await rows(compiled("SELECT 1"))).toEqual([[1]]);
  });

  it("tells how far a running query is, where the engine does", async () => {
    const abort = new AbortController();
    const queryId = `${protocol} it's one`;
    const endless = compiled("SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1");
    const running = warehouse.query(endless, { queryId, signal: abort.signal });
    const wanted =
      protocol === "tinybird" ? null : { rowsTotal: 1_000_000_000_000, rowsRead: expect.any(Number) };
    const seen = expect.poll(() => warehouse.progress(queryId), { timeout: 20_000 });
    await (wanted === null ? seen.toBeNull() : seen.toMatchObject(wanted));
    abort.abort();
    await running;
    expect(await warehouse.progress("nobody's")).toBeNull();
  });

  it("limits the rows of a result", async () => {
    const result = await warehouse.query(compiled("SELECT number FROM numbers(10)"), { maxResultRows: 3 });
    expect(result.ok && result.value.rows.length).toBeLessThanOrEqual(10);
  });

  it("stores rows once, however often the same batch is sent", async () => {
    environmentId += 1;
    const lines = [line(environmentId), line(environmentId), line(environmentId)];
    const zstd = Buffer.concat(lines.map((one) => zstdCompressSync(one)));
    const key = `conformance-${environmentId}`;
    expect(await warehouse.insert("events", { zstd }, key)).toEqual({ ok: true, value: undefined });
    expect(await warehouse.insert("events", lines.join(""), key, { retry: true })).toMatchObject({
      ok: true,
    });
    expect(await warehouse.insert("events", { zstd }, key, { retry: true })).toMatchObject({ ok: true });
    expect(await count()).toEqual([[3]]);
  });

  it("keeps properties as the text of the object that the row holds", async () => {
    environmentId += 1;
    const objects = [
      {},
      { a: null, b: [1.5, -0.25e-7, 1e300, true], c: { d: {}, e: [[]] } },
      { 'it\'s "quoted"': 'back\\slash " / \n\t\u0001 漢字 😀 \u2028', __proto__x: "{}", "": "" },
    ];
    const lines = objects.map((object, i) =>
      line(environmentId, String(i)).replace('"properties":"{}"', `"properties":${JSON.stringify(object)}`),
    );
    expect(await warehouse.insert("events", lines.join(""), `objects-${environmentId}`)).toMatchObject({
      ok: true,
    });
    const stored = compiled(
      "SELECT properties FROM events WHERE environment_id = {e:UInt32} ORDER BY batch",
      {
        e: ["UInt32", environmentId],
      },
    );
    expect(await rows(stored)).toEqual(objects.map((object) => [JSON.stringify(object)]));
  });

  it("completes a batch of which only a part landed", async () => {
    environmentId += 1;
    const lines = [line(environmentId), line(environmentId), line(environmentId)];
    await warehouse.insert("events", lines[1]!, `part-${environmentId}`);
    if (protocol === "clickhouse") return;
    await warehouse.insert("events", lines.join(""), `whole-${environmentId}`, { retry: true });
    expect(await count()).toEqual([[3]]);
  });

  it.each([
    ["no JSON", "{nothing\n"],
    ["an unreadable time", '{"environment_id":1,"timestamp":"soon"}\n'],
  ])("says that %s is the row's fault", async (_name, row) => {
    expect(await warehouse.insert("events", row, `bad-${protocol}-${row.length}`)).toMatchObject({
      ok: false,
      error: { code: "rejected" },
    });
  });

  it("keeps rows for a table that is not there yet", async () => {
    expect(await warehouse.insert("table_of_tomorrow", "{}\n", "k")).toMatchObject({
      ok: false,
      error: { code: "unavailable" },
    });
  });

  it("says when nobody answers", async () => {
    expect(await warehouse.ping()).toBe(true);
    const nobody = createWarehouse({
      WAREHOUSE_PROTOCOL: protocol,
      WAREHOUSE_URL: "http://127.0.0.1:9",
      WAREHOUSE_KEY: "",
    });
    expect(await nobody.ping()).toBe(false);
    expect(await nobody.query(compiled("SELECT 1"))).toMatchObject({
      ok: false,
      error: { code: "unavailable" },
    });
    expect(await nobody.insert("events", "{}\n", "k")).toMatchObject({
      ok: false,
      error: { code: "unavailable" },
    });
  });
});

it("tells both passes of a repeated hour apart when times are asked for in UTC", async () => {
  const { url, key, database } = engine;
  const warehouse = createWarehouse({
    WAREHOUSE_PROTOCOL: "clickhouse",
    WAREHOUSE_URL: url,
    WAREHOUSE_KEY: key,
    WAREHOUSE_DATABASE: database,
  });
  const at = (text: string): string => `toTimeZone(toDateTime64('${text}', 3, 'UTC'), 'America/New_York')`;
  const sql = `SELECT ${at("2026-11-01 05:30:00")} a, [${at("2026-11-01 06:30:00")}] b, toString(a) c, concat(a, '!') d`;
  expect(await warehouse.query(compiled(sql), { utcTimes: true })).toMatchObject({
    value: {
      rows: [
        [
          "2026-11-01T05:30:00.000Z",
          ["2026-11-01T06:30:00.000Z"],
          "2026-11-01 01:30:00.000",
          "2026-11-01 01:30:00.000!",
        ],
      ],
    },
  });
});
