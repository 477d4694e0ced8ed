import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../events/types.ts";
import { compileQuery } from "../../sql/compile.ts";
import { printHogQL } from "../../sql/print-hogql.ts";
import type { InsightContext } from "../query-kind.ts";
import { prepareQuery } from "../registry.ts";

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

function compiled(query: { readonly [key: string]: JsonValue }, context: Partial<InsightContext> = {}) {
  const all = { ...CONTEXT, ...context };
  const series = [{ kind: "EventsNode", event: "$pageview" }];
  const prepared = prepareQuery(
    { kind: "TrendsQuery", dateRange: { date_from: "-2d" }, series, ...query },
    all,
  );
  if (!prepared.ok || prepared.value.run !== "query") throw new Error(JSON.stringify(prepared));
  const { select, limits } = prepared.value;
  const sql = compileQuery(select, { ...all, ...(limits ? { limits } : {}) });
  if (!sql.ok) throw new Error(sql.error.message);
  return { hogql: printHogQL(select).replaceAll(/\s+/g, " ").trim(), sql: sql.value.sql };
}

const of = (math: string, rest = {}) => ({
  series: [{ kind: "EventsNode", event: "$pageview", math, ...rest }],
});
const DAYS = "(day >= toDate('2026-01-06')) AND (day <= toDate('2026-01-08'))";

describe("the query behind a trend", () => {
  it.each<[string, { readonly [key: string]: JsonValue }, Partial<InsightContext>, string]>([
    [
      "whole UTC days read the day column only",
      {},
      {},
      `SELECT day AS bucket, count() AS value FROM events WHERE (event = '$pageview') AND ${DAYS} GROUP BY bucket ORDER BY bucket ASC`,
    ],
    [
      "uniques count person keys",
      of("dau"),
      {},
      `SELECT day AS bucket, uniqExact(person_key) AS value FROM events WHERE (event = '$pageview') AND ${DAYS} GROUP BY bucket ORDER BY bucket ASC`,
    ],
    [
      "weeks of the project",
      { interval: "week" },
      {},
      "SELECT toStartOfWeek(day, 3) AS bucket, count() AS value FROM events WHERE (event = '$pageview') AND (day >= toDate('2026-01-05')) AND (day <= toDate('2026-01-08')) GROUP BY bucket ORDER BY bucket ASC",
    ],
    [
      "days of another zone read hours",
      {},
      { timezone: "America/New_York" },
      "SELECT toDate(hour) AS bucket, count() AS value FROM events WHERE (event = '$pageview') AND (day >= toDate('2026-01-06')) AND (day <= toDate('2026-01-09')) AND (hour >= toDateTime64('2026-01-06T05:00:00.000Z', 3)) AND (hour <= toDateTime64('2026-01-09T04:59:59.999Z', 3)) GROUP BY bucket ORDER BY bucket ASC",
    ],
    [
      "half-hour zones read timestamps",
      { trendsFilter: { display: "BoldNumber" } },
      { timezone: "Asia/Kolkata" },
      "SELECT count() AS value FROM events WHERE (event = '$pageview') AND (timestamp >= toDateTime64('2026-01-05T18:30:00.000Z', 3)) AND (timestamp <= toDateTime64('2026-01-08T18:29:59.999Z', 3))",
    ],
    [
      "series are branches of one query",
      {
        series: [{ kind: "EventsNode", event: "a" }, { kind: "EventsNode" }],
        trendsFilter: { display: "BoldNumber" },
      },
      {},
      `(SELECT 0 AS series, 0 AS period, toFloat(count()) AS value FROM events WHERE (event = 'a') AND ${DAYS}) UNION ALL (SELECT 1 AS series, 0 AS period, toFloat(count()) AS value FROM events WHERE ${DAYS})`,
    ],
  ])("%s", (_, query, context, expected) => {
    expect(compiled(query, context).hogql).toBe(expected);
  });

  it.each([
    ["total", {}],
    ["dau", { aggregation_group_type_index: 1 }],
    ["weekly_active", {}],
    ["p90", { series: [{ kind: "EventsNode", event: "a", math: "p90", math_property: "n" }] }],
    ["first_time_for_user", { breakdownFilter: { breakdown: "$browser" } }],
    ["avg_count_per_actor", { compareFilter: { compare: true } }],
    ["unique_session", { breakdownFilter: { breakdown: "plan", breakdown_type: "person" } }],
  ])("of %s binds its tenant in every scan", (math, query) => {
    for (const hasPersonOverrides of [true, false]) {
      const { sql } = compiled({ ...of(math), ...query }, { hasPersonOverrides });
      const scans = sql.match(/\b(?:FROM|JOIN) (?:events|persons|person_overrides|sessions|groups)\b/g) ?? [];
      const tenants = sql.match(/environment_id = \{p\d+:UInt32\}/g) ?? [];
      expect(scans.length).toBeGreaterThan(0);
      expect(tenants.length).toBe(scans.length);
    }
  });
});
