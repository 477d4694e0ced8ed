import { expect, it } from "vitest";
import { wholeSql } from "./whole-sql.ts";

it.each([
  ["without a limit", "SELECT\n    1", "SELECT\n    1\nLIMIT 50000"],
  ["with one", "SELECT\n    1\nLIMIT 10", "SELECT\n    1\nLIMIT 10"],
  [
    "with one inside only",
    "SELECT\n    1\nFROM\n    (\n        SELECT 2\n        LIMIT 5\n    )",
    "SELECT\n    1\nFROM\n    (\n        SELECT 2\n        LIMIT 5\n    )\nLIMIT 50000",
  ],
  [
    "a union",
    "SELECT 1\nUNION ALL\nSELECT 2",
    "SELECT *\nFROM\n    (\n        SELECT 1\n        UNION ALL\n        SELECT 2\n    )\nLIMIT 50000",
  ],
])("wholeSql %s", (_name, sql, expected) => expect(wholeSql(sql)).toBe(expected));
