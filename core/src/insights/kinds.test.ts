import { describe, expect, it } from "vitest";
import type { JsonObject } from "../events/types.ts";
import { compileQuery } from "../sql/compile.ts";
import { printHogQL } from "../sql/print-hogql.ts";
import type { InsightContext } from "./query-kind.ts";
import { prepareQuery } from "./registry.ts";

const fail = () => ({ ok: false, error: { code: "syntax", message: "no parser" } }) as const;
const CONTEXT: InsightContext = {
  environmentId: 7,
  timezone: "UTC",
  weekStartDay: 1,
  hasPersonOverrides: false,
  now: Date.parse("2026-01-08T10:30:00Z"),
  testAccountFilters: [],
  parser: { parseSelect: fail, parseExpr: fail },
};

const retention = (filter: JsonObject = {}): JsonObject => ({
  kind: "RetentionQuery",
  retentionFilter: { totalIntervals: 3, ...filter },
});
const one = { kind: "EventsNode", event: "a" };
const stickiness = (rest: JsonObject = {}): JsonObject => ({
  kind: "StickinessQuery",
  series: [one],
  ...rest,
});
const lifecycle = (rest: JsonObject = {}): JsonObject => ({ kind: "LifecycleQuery", series: [one], ...rest });
const paths = (filter: JsonObject = {}, rest: JsonObject = {}): JsonObject => ({
  kind: "PathsQuery",
  pathsFilter: filter,
  ...rest,
});

describe("what is asked wrongly is named", () => {
  it.each<[string, JsonObject, string, string]>([
    [
      "no interval",
      retention({ totalIntervals: 0 }),
      "parse_error",
      "query__retentionFilter__totalIntervals",
    ],
    ["an unknown period", retention({ period: "Year" }), "parse_error", "query__retentionFilter__period"],
    [
      "too long brackets",
      retention({ retentionCustomBrackets: [300, 300] }),
      "parse_error",
      "query__retentionFilter__retentionCustomBrackets",
    ],
    [
      "an action",
      retention({ targetEntity: { id: 4, type: "actions" } }),
      "does_not_exist",
      "query__retentionFilter__targetEntity__id",
    ],
    [
      "cumulative 24-hour windows",
      retention({ timeWindowMode: "24_hour_windows", cumulative: true }),
      "invalid_input",
      "query__retentionFilter__timeWindowMode",
    ],
    [
      "a sum of nothing",
      retention({ aggregationType: "sum" }),
      "required",
      "query__retentionFilter__aggregationProperty",
    ],
    [
      "too large a table",
      { ...retention({ period: "Hour", totalIntervals: 100 }), dateRange: { date_from: "-1y" } },
      "invalid_input",
      "query__retentionFilter__period",
    ],
    ["no series", stickiness({ series: [] }), "parse_error", "query__series"],
    [
      "a sum of stickiness",
      stickiness({ series: [{ ...one, math: "sum" }] }),
      "invalid_choice",
      "query__series__0__math",
    ],
    [
      "groups of no type",
      stickiness({ series: [{ ...one, math: "unique_group" }] }),
      "required",
      "query__series__0__math_group_type_index",
    ],
    [
      "an odd criterion",
      stickiness({ stickinessFilter: { stickinessCriteria: { operator: "lt", value: 1 } } }),
      "parse_error",
      "query__stickinessFilter__stickinessCriteria__operator",
    ],
    ["two series", lifecycle({ series: [one, one] }), "parse_error", "query__series"],
    [
      "an impossible date",
      lifecycle({ dateRange: { date_from: "2026-02-31" } }),
      "invalid_input",
      "query__dateRange__date_from",
    ],
    ["one step", paths({ stepLimit: 1 }), "parse_error", "query__pathsFilter__stepLimit"],
    [
      "an unknown type",
      paths({ includeEventTypes: ["$click"] }),
      "parse_error",
      "query__pathsFilter__includeEventTypes__0",
    ],
    [
      "no expression",
      paths({ includeEventTypes: ["hogql"] }),
      "required",
      "query__pathsFilter__pathsHogQLExpression",
    ],
    [
      "a broken expression",
      paths({ includeEventTypes: ["hogql"], pathsHogQLExpression: "((" }),
      "invalid_input",
      "query__pathsFilter__pathsHogQLExpression",
    ],
    [
      "paths around no funnel",
      paths({}, { funnelPathsFilter: {} }),
      "parse_error",
      "query__funnelPathsFilter__funnelSource",
    ],
  ])("%s", (_, query, code, attr) => {
    expect(prepareQuery(query, CONTEXT)).toMatchObject({ ok: false, error: { code, attr } });
  });
});

function hogql(query: JsonObject, context: Partial<InsightContext> = {}): string {
  const all = { ...CONTEXT, ...context };
  const prepared = prepareQuery(query, all);
  if (!prepared.ok || prepared.value.run !== "query") throw new Error(JSON.stringify(prepared));
  const { select, limits } = prepared.value;
  const sql = compileQuery(select, { ...all, ...(limits ? { limits } : {}) });
  if (!sql.ok) throw new Error(sql.error.message);
  expect(sql.value.sql).toContain("environment_id = ");
  return printHogQL(select).replaceAll(/\s+/g, " ").trim();
}

describe("the query behind an answer", () => {
  it.each<[string, JsonObject, Partial<InsightContext>, string]>([
    [
      "one mask when the same event starts and returns",
      retention(),
      {},
      "SELECT person_key AS actor, groupBitOr(bitShiftLeft(toUInt64(1), dateDiff('day', toDate('2026-01-06'), toDate(day)))) AS started FROM events WHERE (event = '$pageview') AND (day >= toDate('2026-01-06')) AND (day <= toDate('2026-01-08')) GROUP BY actor",
    ],
    [
      "weeks are days by seven",
      stickiness({ interval: "week", dateRange: { date_from: "-2w" } }),
      {},
      "bitShiftLeft(toUInt64(1), intDiv(dateDiff('day', toDate('2025-12-22'), toDate(day)), 7))",
    ],
    [
      "hours of a zone with half hours read timestamps",
      stickiness({ interval: "hour", dateRange: { date_from: "-3h" } }),
      { timezone: "Asia/Kolkata" },
      "intDiv((toUnixTimestamp(timestamp) - 1767857400), 3600)",
    ],
    [
      "many intervals are lists",
      stickiness({ dateRange: { date_from: "-300d" } }),
      {},
      "groupUniqArray(dateDiff('day', toDate('2025-03-14'), toDate(day)))",
    ],
    [
      "lifecycle reads history, by day",
      lifecycle({ dateRange: { date_from: "2026-01-07" } }),
      {},
      "FROM events WHERE (event = 'a') AND (day <= toDate('2026-01-08')) AND (person_mode != 'propertyless') GROUP BY actor",
    ],
    [
      "paths end with a limit",
      paths({ edgeLimit: 7 }),
      {},
      "ORDER BY value DESC, source ASC, target ASC LIMIT 7",
    ],
    ["wildcards are escaped", paths({ pathGroupings: ["/a.b/*"] }), {}, "\\\\/a\\\\.b\\\\/.*$"],
  ])("%s", (_, query, context, part) => expect(hogql(query, context)).toContain(part));
});
