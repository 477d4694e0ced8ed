import { describe, expect, it } from "vitest";
import { scan } from "./statement.ts";

describe("scan of statements that read or change", () => {
  it.each([
    ["SELECT 1", "select", undefined],
    ["with x as (select 1) select * from x format JSON", "select", "JSON"],
    ["SELECT 1 FORMAT TSV SETTINGS max_threads = 1", "select", "TSV"],
    ["SELECT formatDateTime(now(), '%Y') AS format", "select", undefined],
    ["SELECT (SELECT 1 FORMAT CSV)", "select", undefined],
    ["(select 1)", "select", undefined],
    ["SHOW TABLES", "select", undefined],
    ["WITH 1 AS x INSERT INTO t SELECT x", "other", undefined],
    ["SET max_threads = 1", "session", undefined],
    ["use system", "session", undefined],
    ["-- note\nCREATE TABLE t (a Int8) ENGINE = Memory", "other", undefined],
    ["kill query where query_id = 'x'", "kill", undefined],
  ])("%s", (sql, kind, format) => {
    expect(scan(sql).statement).toEqual({ kind, format });
  });
});

describe("scan of inserts", () => {
  it.each([
    [
      "INSERT INTO t FORMAT JSONEachRow",
      { table: "t", columns: undefined, format: "JSONEachRow", plain: true },
    ],
    [
      "insert into table db.t (a, `b c`) format CSV",
      { table: "db.t", columns: ["a", "b c"], format: "CSV", plain: true },
    ],
    [
      "INSERT INTO `t` SETTINGS x = 1 FORMAT TSV",
      { table: "t", columns: undefined, format: "TSV", plain: false },
    ],
    ["INSERT INTO t (a) VALUES", { table: "t", columns: ["a"], format: "VALUES", plain: false }],
    ["INSERT INTO t SELECT 1", { table: "t", columns: undefined, format: undefined, plain: false }],
    [
      "INSERT INTO FUNCTION null('a Int8') VALUES",
      { table: undefined, columns: undefined, format: "VALUES", plain: false },
    ],
  ])("%s", (sql, expected) => {
    expect(scan(sql).statement).toMatchObject({ kind: "insert", dataStart: sql.length, ...expected });
  });

  it("knows where the target ends", () => {
    const sql = "INSERT INTO t (a, b) SETTINGS x = 1 FORMAT TSV";
    expect(scan(sql).statement).toMatchObject({ targetEnd: sql.indexOf(" SETTINGS") });
  });

  it("does not look into the rows", () => {
    const sql = 'INSERT INTO t FORMAT JSONEachRow {"a":"; select {x:String}"}';
    const { statement, params } = scan(sql);
    expect(statement).toMatchObject({ dataStart: sql.indexOf(" {") });
    expect([...params]).toEqual([]);
  });
});

describe("scan", () => {
  it("collects placeholders but not what looks like one in a string", () => {
    expect([...scan("SELECT {a:String}, '{b:String}', {c : UInt8}").params]).toEqual(["a", "c"]);
  });

  it.each([
    ["SELECT 1;", "SELECT 1"],
    ["SELECT 1 ; -- done\n", "SELECT 1 "],
    ["SELECT ';'", "SELECT ';'"],
  ])("drops a closing semicolon of %j", (sql, expected) => {
    expect(scan(sql).sql).toBe(expected);
  });

  it.each([
    ["SELECT 1; SELECT 2", 62],
    ["SELECT 1;;", 62],
    ["INSERT INTO t SELECT 1; DROP TABLE t", 62],
    ["", 62],
    ["-- nothing", 62],
    ["SELECT 1 INTO OUTFILE '/tmp/x'", 344],
    ["INSERT INTO t FROM INFILE '/etc/passwd' FORMAT CSV", 344],
  ])("refuses %j with code %d", (sql, code) => {
    expect(() => scan(sql)).toThrow(expect.objectContaining({ code }));
  });
});
