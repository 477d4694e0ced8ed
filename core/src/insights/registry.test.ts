import { describe, expect, it } from "vitest";
import type { JsonValue } from "../events/types.ts";
import type { InsightContext } from "./query-kind.ts";
import { prepareQuery, QUERY_KINDS, unwrapQuery, usesAllTime } from "./registry.ts";

const fail = () => ({ ok: false, error: { code: "syntax", message: "no parser" } }) as const;
const context: InsightContext = {
  environmentId: 1,
  timezone: "UTC",
  weekStartDay: 0,
  hasPersonOverrides: false,
  now: 0,
  testAccountFilters: [],
  parser: { parseSelect: fail, parseExpr: fail },
};
const trends = { kind: "TrendsQuery", series: [{ kind: "EventsNode" }] };

describe("registry", () => {
  it("has each kind once", () => expect(new Set(QUERY_KINDS).size).toBe(QUERY_KINDS.length));

  it.each<[string, JsonValue | undefined, string, string | null]>([
    ["nothing", undefined, "required", "query"],
    ["a text", "TrendsQuery", "required", "query"],
    ["a list", [], "required", "query"],
    ["no kind", {}, "required", "query__kind"],
    ["unknown", { kind: "Nope" }, "invalid_choice", "query__kind"],
    ["a wrapper without source", { kind: "InsightVizNode" }, "required", "query"],
    ["not of its schema", { kind: "TrendsQuery" }, "parse_error", "query__series"],
    [
      "nested fault",
      { kind: "TrendsQuery", series: [{ kind: "EventsNode", math: 7 }] },
      "parse_error",
      "query__series__0__math",
    ],
    [
      "too many series",
      { ...trends, series: Array(27).fill({ kind: "EventsNode" }) },
      "parse_error",
      "query__series",
    ],
    [
      "too many breakdowns",
      { ...trends, breakdownFilter: { breakdowns: Array(4).fill({ property: "x" }) } },
      "parse_error",
      "query__breakdownFilter__breakdowns",
    ],
  ])("refuses %s", (_, query, code, attr) => {
    expect(prepareQuery(query, context)).toMatchObject({ ok: false, error: { code, attr } });
  });

  it("unwraps, but not for ever", () => {
    expect(unwrapQuery({ kind: "InsightVizNode", source: trends })).toEqual({ ok: true, value: trends });
    let deep: JsonValue = trends;
    for (let i = 0; i < 9; i++) deep = { kind: "DataTableNode", source: deep };
    expect(unwrapQuery(deep)).toMatchObject({ ok: false });
  });

  it.each<[JsonValue, boolean]>([
    [trends, false],
    [{ ...trends, dateRange: { date_from: "all" } }, true],
    [{ kind: "InsightVizNode", source: { ...trends, dateRange: { date_from: "all" } } }, true],
    [[], false],
    ["all", false],
  ])("usesAllTime(%j) is %s", (query, expected) => expect(usesAllTime(query)).toBe(expected));

  it("ignores what it does not know and takes null as absent", () => {
    const query = {
      ...trends,
      tags: {},
      modifiers: null,
      interval: null,
      breakdownFilter: null,
      dateRange: null,
    };
    expect(prepareQuery(query, context)).toMatchObject({ ok: true, value: { run: "query" } });
  });
});
