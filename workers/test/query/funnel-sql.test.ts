import type { JsonObject } from "@edgewise/core/events/types.ts";
import { prepareQuery } from "@edgewise/core/insights/registry.ts";
import { compileQuery } from "@edgewise/core/sql/compile.ts";
import { printHogQL } from "@edgewise/core/sql/print-hogql.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FunnelBed, funnel, node, startFunnelBed } from "./funnel-bed.ts";

let bed: FunnelBed;
beforeAll(async () => {
  bed = await startFunnelBed();
});
afterAll(() => bed?.runner.close());

describe("the SQL that is shown", () => {
  it.each<[string, JsonObject]>([
    ["steps", {}],
    ["breakdown", { breakdownFilter: { breakdown: "colour" }, compareFilter: { compare: true } }],
    ["cohorts", { breakdownFilter: { breakdown_type: "cohort", breakdown: [5, "all"] } }],
    [
      "several values",
      {
        breakdownFilter: { breakdown: ["colour", "$browser"] },
        funnelsFilter: { breakdownAttributionType: "all_events" },
      },
    ],
    [
      "strict, repeated",
      { series: [node("in"), node("in"), node("mid")], funnelsFilter: { funnelOrderType: "strict" } },
    ],
    [
      "ordered, repeated, first time",
      { series: [node("in", { math: "first_time_for_user" }), node("mid"), node("in")] },
    ],
    [
      "any order with an exclusion",
      {
        funnelsFilter: {
          funnelOrderType: "unordered",
          exclusions: [node("x", { funnelFromStep: 0, funnelToStep: 2 })],
        },
      },
    ],
    ["a property of persons", { breakdownFilter: { breakdown: "name", breakdown_type: "person" } }],
    [
      "a property of groups",
      { breakdownFilter: { breakdown: "name", breakdown_type: "group", breakdown_group_type_index: 0 } },
    ],
    [
      "a property of sessions",
      { breakdownFilter: { breakdown: "$entry_pathname", breakdown_type: "session" } },
    ],
    [
      "SQL",
      {
        breakdownFilter: { breakdown: "upper(event)", breakdown_type: "hogql" },
        funnelsFilter: { funnelAggregateByHogQL: "distinct_id" },
      },
    ],
    [
      "bins of numbers",
      { breakdownFilter: { breakdowns: [{ property: "amount", histogram_bin_count: 3 }] } },
    ],
    [
      "an action, filters of persons and cohorts",
      {
        series: [
          node("in", { properties: [{ type: "cohort", key: "id", value: 5 }] }),
          { kind: "ActionsNode", id: 3 },
        ],
        properties: [{ type: "person", key: "name", value: ["ann", "bob"], operator: "exact" }],
      },
    ],
    ["times", { funnelsFilter: { funnelVizType: "time_to_convert" } }],
    ["trends", { funnelsFilter: { funnelVizType: "trends" } }],
    [
      "years of repeated steps",
      { series: Array(4).fill(node("in")), dateRange: { date_from: "2019-01-01", date_to: "2026-01-07" } },
    ],
  ])("gives the same rows: %s", async (_, query) => {
    const { context, runner } = bed;
    const prepared = prepareQuery(funnel(query), context);
    if (!prepared.ok || prepared.value.run !== "query") throw new Error(JSON.stringify(prepared));
    const { select } = prepared.value;
    const shown = context.parser.parseSelect(printHogQL(select));
    if (!shown.ok) throw new Error(shown.error.message);
    const rows = async (asked: typeof select) => {
      const compiled = compileQuery(asked, { ...context, limits: { defaultRows: null, maxRows: 1000 } });
      if (!compiled.ok) throw new Error(compiled.error.message);
      const result = await runner.warehouse.query(compiled.value);
      if (!result.ok) throw new Error(result.error.message);
      return JSON.stringify([...result.value.rows].sort());
    };
    expect(await rows(shown.value)).toBe(await rows(select));
  });
});
