import { describe, expect, it } from "vitest";
import { exprFromParser, selectFromParser } from "./from-parser.ts";
import { printHogQL } from "./print-hogql.ts";

const at = (offset: number) => ({ line: 1, column: offset, offset });
const select = (more: object): string =>
  JSON.stringify({ node: "SelectQuery", select: [{ node: "Constant", value: 1 }], ...more });

function message(json: string): string {
  const result = selectFromParser(json);
  return result.ok ? `ok: ${printHogQL(result.value)}` : result.error.message;
}

describe("selectFromParser", () => {
  it.each<[string, string]>([
    [select({}), "ok: SELECT 1"],
    [select({ limit: { node: "Constant", value: 0 } }), "ok: SELECT 1 LIMIT 0"],
    [select({ distinct: true, where: { node: "Field", chain: ["a"] } }), "ok: SELECT DISTINCT 1 WHERE a"],
    ["null", "The query has a part that can't be read."],
    ["[]", "The query has a part that can't be read."],
    ["{", "The query is nested too deeply."],
    [JSON.stringify({ node: "Program", declarations: [] }), "Program is not supported."],
    [select({ select: [{ node: "Nope" }] }), "Nope is not supported."],
    [select({ select: [{ node: "constructor" }] }), "constructor is not supported."],
    [select({ select: [{ node: "Field", chain: [] }] }), "A field name can't be read."],
    [select({ select: [{ node: "Field", chain: [{}] }] }), "A field name can't be read."],
    [select({ select: [{ node: "Field", chain: ["a", 1.5] }] }), "A field name can't be read."],
    [select({ select: [{ node: "Constant", value: { a: 1 } }] }), "This literal is not supported."],
    [select({ select: [{ node: "Call", args: [] }] }), `The query's Call lacks "name".`],
    [
      select({ select: [{ node: "ArithmeticOperation", op: ";", left: {}, right: {} }] }),
      "Operator ; is not supported.",
    ],
    [
      select({ select: [{ node: "CompareOperation", op: "global in", left: {}, right: {} }] }),
      "GLOBAL IN is not supported.",
    ],
    [
      select({ select: [{ node: "TupleAccess", index: "1); drop", tuple: { node: "Constant", value: 1 } }] }),
      `"index" of TupleAccess is no whole number.`,
    ],
    [select({ limit: { node: "Constant", value: -1 } }), "LIMIT takes a whole number."],
    [select({ limit: { node: "Constant", value: "1; drop" } }), "LIMIT takes a whole number."],
    [select({ offset: { node: "Constant", value: 1.5 } }), "OFFSET takes a whole number."],
    [select({ group_by_mode: "evil" }), "GROUP BY evil is not supported."],
    [select({ array_join_op: "EVIL JOIN" }), "EVIL JOIN is not supported."],
    [
      select({ ctes: [{ node: "CTE", name: "a", recursive: true, cte_type: "subquery", expr: {} }] }),
      "The query has a part that can't be read.",
    ],
    [
      select({ select_from: { node: "JoinExpr", table: { node: "Placeholder" } } }),
      "A placeholder in place of a table is not supported.",
    ],
    [
      select({
        select_from: {
          node: "JoinExpr",
          table: { node: "Field", chain: ["a"] },
          next_join: { node: "JoinExpr", join_type: "EVIL JOIN", table: { node: "Field", chain: ["b"] } },
        },
      }),
      "EVIL JOIN is not supported.",
    ],
    [
      JSON.stringify({
        node: "SelectSetQuery",
        initial_select_query: JSON.parse(select({})),
        subsequent_select_queries: [
          { node: "SelectSetNode", set_operator: "UNION ALL; --", select_query: JSON.parse(select({})) },
        ],
      }),
      "UNION ALL; -- is not supported.",
    ],
    [
      select({
        select: [
          {
            node: "WindowFunction",
            name: "rank",
            args: [],
            exprs: [],
            over_expr: { node: "WindowExpr", frame_method: "GROUPS", frame_start: {} },
          },
        ],
      }),
      "Window frame GROUPS is not supported.",
    ],
    [
      select({
        select: [
          {
            node: "WindowFunction",
            name: "rank",
            args: [],
            exprs: [],
            over_expr: {
              node: "WindowExpr",
              frame_method: "ROWS",
              frame_start: { node: "WindowFrameExpr", frame_type: "PRECEDING", frame_value: "1) --" },
            },
          },
        ],
      }),
      "A window frame that isn't a number is not supported.",
    ],
  ])("%s", (json, expected) => {
    expect(message(json)).toBe(expected);
  });

  it.each([
    [
      { error: true, type: "SyntaxError", message: "no viable alternative", start: at(3), end: at(5) },
      { code: "syntax", message: "no viable alternative", span: { start: 3, end: 5 } },
    ],
    [
      {
        error: true,
        type: "NotImplementedError",
        message: "Unsupported: SelectStmt.settingsClause()",
        start: at(0),
        end: at(0),
      },
      { code: "unsupported", message: "SETTINGS is not supported.", span: { start: 0, end: 0 } },
    ],
    [{ error: true }, { code: "syntax", message: "Syntax error" }],
  ])("hands the parser's error on: %j", (error, expected) => {
    expect(selectFromParser(JSON.stringify(error))).toEqual({ ok: false, error: expected });
  });

  it("bounds depth and size", () => {
    let deep: object = { node: "Constant", value: 1 };
    for (let i = 0; i < 300; i++) deep = { node: "Not", expr: deep };
    expect(message(select({ select: [deep] }))).toBe("The query is nested too deeply.");
    const wide = Array.from({ length: 60_000 }, () => ({ node: "Constant", value: 1 }));
    expect(message(select({ select: wide }))).toBe("The query is too long.");
  });
});

describe("exprFromParser", () => {
  it.each<[object, unknown]>([
    [{ node: "Constant", value: "x" }, "x"],
    [{ node: "Constant", value: "18446744073709551615", value_type: "number" }, 18446744073709551615n],
    [{ node: "Constant", value: "Infinity", value_type: "number" }, Number.POSITIVE_INFINITY],
    [{ node: "Constant", value: null }, null],
    [{ node: "Constant", value: true }, true],
  ])("%j", (node, value) => {
    const result = exprFromParser(JSON.stringify(node));
    expect(result.ok && result.value).toEqual({ node: "Constant", value });
  });

  it("keeps whole numbers that a double can't hold", () => {
    const result = exprFromParser('{"node":"Constant","value":9007199254740993}');
    expect(result.ok && result.value).toEqual({ node: "Constant", value: 9007199254740993n });
  });

  it("keeps positions", () => {
    const result = exprFromParser(JSON.stringify({ node: "Field", chain: ["a"], start: at(2), end: at(3) }));
    expect(result.ok && result.value.span).toEqual({ start: 2, end: 3 });
  });
});
