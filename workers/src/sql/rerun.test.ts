import type { JsonValue } from "@edgewise/core/events/types.ts";
import { prepareQuery } from "@edgewise/core/insights/registry.ts";
import { compileQuery } from "@edgewise/core/sql/compile.ts";
import { printHogQL } from "@edgewise/core/sql/print-hogql.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SqlBed, startSqlBed } from "../../test/query/sql-bed.ts";

let bed: SqlBed;
beforeAll(async () => {
  bed = await startSqlBed();
  await bed.events(
    1,
    Array.from({ length: 60 }, (_, index) => ({
      event: index % 3 === 0 ? "buy" : "$pageview",
      user: `user-${index % 7}`,
      at: new Date(Date.parse("2026-01-08T09:00:00Z") - index * 7_200_000).toISOString(),
      session: `session-${index % 11}`,
      properties: { $browser: index % 2 ? "Chrome" : "Safari", amount: index / 2, "odd 'name'": index % 4 },
    })),
  );
});
afterAll(() => bed?.close());

const page = { kind: "EventsNode", event: "$pageview" };
const buy = { kind: "EventsNode", event: "buy" };
const trends = (more: object): JsonValue => ({ kind: "TrendsQuery", series: [page], ...more }) as JsonValue;

describe("the SQL shown beside an insight gives the same rows in the SQL editor", () => {
  it.each<[string, JsonValue]>([
    ["totals by day", trends({})],
    [
      "two series by hour",
      trends({ series: [page, buy], interval: "hour", dateRange: { date_from: "-2d" } }),
    ],
    [
      "uniques by week",
      trends({ series: [{ ...page, math: "dau" }], interval: "week", dateRange: { date_from: "-30d" } }),
    ],
    ["weekly actives", trends({ series: [{ ...page, math: "weekly_active" }] })],
    ["sessions", trends({ series: [{ ...page, math: "unique_session" }] })],
    ["sums", trends({ series: [{ ...buy, math: "sum", math_property: "amount" }] })],
    ["percentiles", trends({ series: [{ ...buy, math: "p90", math_property: "amount" }] })],
    ["a breakdown", trends({ breakdownFilter: { breakdown: "$browser" } })],
    [
      "uniques with a breakdown",
      trends({ series: [{ ...page, math: "dau" }], breakdownFilter: { breakdown: "odd 'name'" } }),
    ],
    [
      "filters",
      trends({
        properties: [
          { key: "odd 'name'", value: ["1", "2"] },
          { key: "amount", operator: "gt", value: 3 },
        ],
      }),
    ],
    ["a comparison", trends({ compareFilter: { compare: true } })],
    ["one number", trends({ trendsFilter: { display: "BoldNumber" } })],
    [
      "events",
      { kind: "EventsQuery", select: ["*", "person", "properties.$browser"], after: "all", limit: 5 },
    ],
    [
      "grouped events",
      { kind: "EventsQuery", select: ["event", "count()", "avg(properties.amount)"], after: "all" },
    ],
    [
      "text",
      {
        kind: "HogQLQuery",
        query:
          "select event, properties['odd \\'name\\''] o, count() from events where {filters} group by 1, 2 order by 1, 2 limit 20",
      },
    ],
  ])("%s", async (_name, query) => {
    for (const timezone of ["UTC", "America/New_York"]) {
      const context = { ...bed.context, timezone };
      const prepared = prepareQuery(query, context);
      if (!prepared.ok) throw new Error(prepared.error.message);
      if (prepared.value.run === "none") throw new Error("not a query of the engine");
      const { select, limits } = prepared.value;
      const compiled = compileQuery(select, { ...context, ...(limits ? { limits } : {}) });
      if (!compiled.ok) throw new Error(compiled.error.message);
      const direct = await bed.warehouse.query(compiled.value);
      if (!direct.ok) throw new Error(direct.error.message);
      const text = printHogQL(select, { pretty: true });
      const again = await bed.query(text, { timezone, ...(limits ? { limits } : {}) });
      const sorted = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row)).sort();
      expect(direct.value.rows.length, text).toBeGreaterThan(0);
      expect(sorted(again.rows), text).toEqual(sorted(direct.value.rows));
    }
  });
});
