import { describe, expect, it } from "vitest";
import { keepsConnection } from "./execute.ts";

describe("keepsConnection", () => {
  it.each([
    ["BEGIN", false, true, true],
    ["SELECT 1", true, undefined, true],
    ["SELECT 1", false, undefined, false],
    ["COMMIT", true, false, false],
    ["UPDATE t SET a = 1", false, false, false],
    ["SET @a = 1", false, false, true],
    ["set session sql_mode = ''", false, false, true],
    ["SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", false, false, true],
    ["USE information_schema", false, false, true],
    ["create temporary table x (a int)", false, false, true],
    ["SELECT GET_LOCK('a', 1)", false, undefined, true],
  ])("%s (held: %s, in a transaction: %s): %s", (sql, held, inTransaction, expected) => {
    expect(keepsConnection(sql, held, inTransaction)).toBe(expected);
  });
});
