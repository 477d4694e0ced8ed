import type { FieldPacket } from "mysql2";
import { describe, expect, it } from "vitest";
import { psdbField, psdbRow, vitessType } from "./field.ts";

const field = (over: object): FieldPacket =>
  ({ name: "c", flags: 0, characterSet: 45, columnType: 253, ...over }) as unknown as FieldPacket;

describe("vitessType", () => {
  it.each([
    ["VARCHAR", { columnType: 253 }],
    ["VARBINARY", { columnType: 253, characterSet: 63 }],
    ["CHAR", { columnType: 254 }],
    ["BINARY", { columnType: 254, characterSet: 63 }],
    ["TEXT", { columnType: 252 }],
    ["BLOB", { columnType: 252, characterSet: 63 }],
    ["JSON", { columnType: 252, extendedFormat: "json" }],
    ["ENUM", { columnType: 254, flags: 256 }],
    ["SET", { columnType: 254, flags: 2048 }],
    ["INT8", { columnType: 1 }],
    ["UINT32", { columnType: 3, flags: 32 }],
    ["UINT64", { columnType: 8, flags: 33 }],
    ["YEAR", { columnType: 13, flags: 96 }],
    ["DECIMAL", { columnType: 246 }],
    ["FLOAT64", { columnType: 5 }],
    ["TIMESTAMP", { columnType: 7 }],
    ["DATETIME", { columnType: 12 }],
    ["NULL", { columnType: 6 }],
    ["VARCHAR", { columnType: 200 }],
  ])("%s for %j", (type, over) => {
    expect(vitessType(field(over))).toBe(type);
  });
});

describe("psdbField", () => {
  it("leaves out what is empty", () => {
    expect(psdbField(field({ name: "1", columnType: 3, characterSet: 63, table: "", orgName: "" }))).toEqual({
      name: "1",
      type: "INT32",
      charset: 63,
    });
  });
});

describe("psdbRow", () => {
  it.each([
    [[Buffer.from("ab"), null, Buffer.from("c")], { lengths: ["2", "-1", "1"], values: btoa("abc") }],
    [[null], { lengths: ["-1"] }],
    [[Buffer.from("")], { lengths: ["0"], values: "" }],
  ])("encodes %j", (values, expected) => {
    expect(psdbRow(values as (Buffer | null)[])).toEqual(expected);
  });
});
