import { expect, it } from "vitest";
import { noRows, storedRows } from "./insert.ts";

const compiled = {
  sql: "SELECT plan FROM events WHERE environment_id = {p0:UInt32}",
  params: { p0: { type: "UInt32", value: 7 } },
};

it("numbers rows, keeps their values as a list, and binds what says whose they are", () => {
  expect(storedRows(compiled, { environmentId: 7, id: "it's", run: 3, most: 11 })).toEqual({
    sql: "SELECT {view_environment:UInt32}, {view_id:String}, {view_run:UInt64}, rowNumberInAllBlocks(), toJSONString(tuple(*)) FROM (SELECT * FROM (SELECT plan FROM events WHERE environment_id = {p0:UInt32}) LIMIT 11)",
    params: {
      p0: { type: "UInt32", value: 7 },
      view_environment: { type: "UInt32", value: 7 },
      view_id: { type: "String", value: "it's" },
      view_run: { type: "UInt64", value: 3 },
    },
  });
});

it("asks for columns alone", () => {
  expect(noRows(compiled)).toEqual({ ...compiled, sql: `SELECT * FROM (${compiled.sql}) LIMIT 0` });
});
