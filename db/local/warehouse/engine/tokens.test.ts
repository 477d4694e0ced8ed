import { describe, expect, it } from "vitest";
import { isKeyword, paramName, tokens } from "./tokens.ts";

const texts = (sql: string): string[] => [...tokens(sql)].map(({ text }) => text);

describe("tokens", () => {
  it.each([
    ["select 1", ["select", "1"]],
    ["select 'it''s; \\' -- no' x", ["select", "'it''s; \\' -- no'", "x"]],
    ['select `a``b` , "c\\"d"', ["select", "`a``b`", ",", '"c\\"d"']],
    ["select /* ; */ 1 -- ; end\n+2", ["select", "1", "+", "2"]],
    ["a {p0:Array(Nullable(String))} b", ["a", "{p0:Array(Nullable(String))}", "b"]],
    ["{ts:DateTime64(3, 'UTC')}", ["{ts:DateTime64(3, 'UTC')}"]],
    ["{'k': 1}", ["{", "'k'", ":", "1", "}"]],
    ["größe = 1e5", ["größe", "=", "1e5"]],
    ["'never closed", ["'never closed"]],
    ["/* never closed", []],
    ["  \n", []],
  ])("splits %j", (sql, expected) => {
    expect(texts(sql)).toEqual(expected);
  });

  it("counts open brackets", () => {
    expect([...tokens("a (b [c] ) d")].map(({ text, depth }) => `${text}${depth}`)).toEqual([
      "a0",
      "(0",
      "b1",
      "[1",
      "c2",
      "]1",
      ")0",
      "d0",
    ]);
  });

  it("gives positions in the text", () => {
    const sql = "select  'x'";
    expect([...tokens(sql)].map(({ start, end }) => sql.slice(start, end))).toEqual(["select", "'x'"]);
  });

  it("names placeholders", () => {
    expect([...tokens("{ p1 : UInt8}")].map(paramName)).toEqual(["p1"]);
  });

  it.each([
    ["Format", true],
    ["formats", false],
    ["'format'", false],
  ])("takes %s as FORMAT: %s", (sql, expected) => {
    expect(isKeyword(tokens(sql).next().value ?? undefined, "FORMAT")).toBe(expected);
  });
});
