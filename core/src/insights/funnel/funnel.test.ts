import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../events/types.ts";
import { compileQuery } from "../../sql/compile.ts";
import { entityEvents } from "../nodes/condition.ts";
import type { EntityNode } from "../nodes/schema.ts";
import type { EngineQuery, EngineRows, InsightContext } from "../query-kind.ts";
import { prepareQuery } from "../registry.ts";
import { overlapGroups } from "./overlap.ts";
import { sameEvents } from "./validate.ts";

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

const node = (event: string | null, rest: JsonObject = {}) => ({
  kind: "EventsNode" as const,
  event: event as string,
  ...rest,
});
const STEPS: JsonValue[] = [node("a"), node("b"), node("c")];
const exclusion = (event: string, funnelFromStep: number, funnelToStep: number) =>
  node(event, { funnelFromStep, funnelToStep });

const prepare = (query: JsonObject, context: Partial<InsightContext> = {}) =>
  prepareQuery({ kind: "FunnelsQuery", series: STEPS, ...query }, { ...CONTEXT, ...context });

function compiled(query: JsonObject, context: Partial<InsightContext> = {}): EngineQuery {
  const prepared = prepare(query, context);
  if (!prepared.ok || prepared.value.run !== "query") throw new Error(JSON.stringify(prepared));
  return prepared.value;
}

const rowsOf = (rows: readonly (readonly unknown[])[]): EngineRows => ({
  columns: [],
  rows,
  hogql: "",
  clickhouse: "",
  defaulted: false,
});

describe("funnels that can't be answered say why", () => {
  it.each<[string, JsonObject, string, string]>([
    ["one step", { series: [node("a")] }, "query__series", "Funnels require at least two steps."],
    ["21 steps", { series: Array(21).fill(node("a")) }, "query__series", "at most 20 steps"],
    [
      "exclusion backwards",
      { funnelsFilter: { exclusions: [exclusion("x", 1, 1)] } },
      "query__funnelsFilter__exclusions__0",
      "Exclusion event range is invalid",
    ],
    [
      "exclusion beyond the end",
      { funnelsFilter: { exclusions: [exclusion("x", 0, 1), exclusion("x", 0, 3)] } },
      "query__funnelsFilter__exclusions__1",
      "at most 2",
    ],
    [
      "exclusion that is a step",
      { funnelsFilter: { exclusions: [exclusion("b", 0, 1)] } },
      "query__funnelsFilter__exclusions__0",
      "can't be the same as a funnel step",
    ],
    [
      "part of an any-order funnel",
      { funnelsFilter: { funnelOrderType: "unordered", exclusions: [exclusion("x", 0, 1)] } },
      "query__funnelsFilter__exclusions__0",
      "from step 0 to step 2",
    ],
    [
      "attribution to no step",
      { funnelsFilter: { breakdownAttributionType: "step", breakdownAttributionValue: 3 } },
      "query__funnelsFilter__breakdownAttributionValue",
      "Step 3 is not one of the 3 steps",
    ],
    [
      "attribution to a later step in any order",
      {
        funnelsFilter: {
          funnelOrderType: "unordered",
          breakdownAttributionType: "step",
          breakdownAttributionValue: 1,
        },
      },
      "query__funnelsFilter__breakdownAttributionValue",
      "step 0 only",
    ],
    [
      "steps backwards",
      { funnelsFilter: { funnelVizType: "time_to_convert", funnelFromStep: 2, funnelToStep: 1 } },
      "query__funnelsFilter__funnelToStep",
      "must be before",
    ],
    [
      "an optional first step",
      { series: [node("a", { optionalInFunnel: true }), node("b")] },
      "query__series__0__optionalInFunnel",
      "first step",
    ],
    [
      "an optional step like the next one",
      { series: [node("a"), node("b", { optionalInFunnel: true }), node("b")] },
      "query__series__1__optionalInFunnel",
      "same as the following",
    ],
    [
      "optional steps in any order",
      {
        series: [node("a"), node("b", { optionalInFunnel: true }), node("c")],
        funnelsFilter: { funnelOrderType: "unordered" },
      },
      "query__series__1__optionalInFunnel",
      "ordered and strict",
    ],
    [
      "math",
      { series: [node("a", { math: "dau" }), node("b")] },
      "query__series__0__math",
      "means nothing for a funnel's step",
    ],
    [
      "a cohort that is gone",
      { breakdownFilter: { breakdown_type: "cohort", breakdown: [5] } },
      "query__breakdownFilter__breakdown",
      "does not exist",
    ],
    [
      "unknown order",
      { funnelsFilter: { funnelOrderType: "x" } },
      "query__funnelsFilter__funnelOrderType",
      "",
    ],
    [
      "seven conditions of one event in any order",
      {
        series: Array.from({ length: 7 }, (_, index) =>
          node("a", { properties: [{ key: "n", value: index }] }),
        ),
        funnelsFilter: { funnelOrderType: "unordered" },
      },
      "query__series",
      "More than 6 steps",
    ],
    [
      "SQL that does not parse",
      { funnelsFilter: { funnelAggregateByHogQL: "a +" } },
      "query__funnelsFilter__funnelAggregateByHogQL",
      "no parser",
    ],
  ])("%s", (_, query, attr, message) => {
    expect(prepare(query)).toMatchObject({
      ok: false,
      error: { attr, message: expect.stringContaining(message) },
    });
  });
});

describe("the query behind a funnel", () => {
  it.each<[string, JsonObject]>([
    ["steps", {}],
    ["strict", { funnelsFilter: { funnelOrderType: "strict" } }],
    ["any order", { funnelsFilter: { funnelOrderType: "unordered", exclusions: [exclusion("x", 0, 2)] } }],
    ["a flow", { funnelsFilter: { funnelVizType: "flow" }, compareFilter: { compare: true } }],
    ["time to convert", { funnelsFilter: { funnelVizType: "time_to_convert" } }],
    ["trend", { funnelsFilter: { funnelVizType: "trends" }, breakdownFilter: { breakdown: "$browser" } }],
    [
      "attribution",
      {
        funnelsFilter: { breakdownAttributionType: "all_events" },
        breakdownFilter: { breakdown: "plan", breakdown_type: "person" },
      },
    ],
    ["groups", { aggregation_group_type_index: 2 }],
    ["first times", { series: [node("a", { math: "first_time_for_user" }), node("b")] }],
    ["a comparison", { compareFilter: { compare: true }, breakdownFilter: { breakdown: "$browser" } }],
    ["sessions", { funnelsFilter: { funnelAggregateByHogQL: "properties.$session_id" } }],
    ["20 steps of any event", { series: Array(20).fill(node(null)), dateRange: { date_from: "-5y" } }],
  ])("of %s binds its tenant in every scan", (_, query) => {
    for (const hasPersonOverrides of [true, false]) {
      const { select, limits } = compiled(query, { hasPersonOverrides });
      const sql = compileQuery(select, { ...CONTEXT, hasPersonOverrides, ...(limits ? { limits } : {}) });
      if (!sql.ok) throw new Error(sql.error.message);
      const scans = sql.value.sql.match(/\b(?:FROM|JOIN) (?:events|persons|person_overrides)\b/g) ?? [];
      const tenants = sql.value.sql.match(/environment_id = \{p\d+:UInt32\}/g) ?? [];
      expect(scans.length).toBeGreaterThan(0);
      expect(tenants.length).toBe(scans.length);
    }
  });

  it("reads only the events of its steps", () => {
    const { select } = compiled({});
    const sql = compileQuery(select, CONTEXT);
    expect(sql.ok && Object.values(sql.value.params)).toContainEqual({
      type: "Array(String)",
      value: ["a", "b", "c"],
    });
  });
});

describe("answers", () => {
  it("of steps", () => {
    const { shape } = compiled({ series: [node("a", { custom_name: "Start" }), node(null)] });
    const shared = { people: [], type: "events", converted_people_url: null, dropped_people_url: null };
    expect(shape(rowsOf([["5", "2", 90.5, 60]])).results).toEqual([
      {
        ...shared,
        action_id: "a",
        name: "a",
        custom_name: "Start",
        order: 0,
        count: 5,
        average_conversion_time: null,
        median_conversion_time: null,
      },
      {
        ...shared,
        action_id: null,
        name: "All events",
        custom_name: null,
        order: 1,
        count: 2,
        average_conversion_time: 90.5,
        median_conversion_time: 60,
      },
    ]);
  });

  it("of steps in any order are called by their number", () => {
    const { shape } = compiled({ funnelsFilter: { funnelOrderType: "unordered" } });
    const steps = shape(rowsOf([])).results as { name: string; count: number }[];
    expect(steps.map(({ name, count }) => [name, count])).toEqual([
      ["Completed 1 step", 0],
      ["Completed 2 steps", 0],
      ["Completed 3 steps", 0],
    ]);
  });

  it("as a flow are links on, and to where people drop off", () => {
    const flow = { funnelsFilter: { funnelVizType: "flow" } };
    const plain = compiled({ series: [node("a", { custom_name: "Start" }), node("b"), node("c")], ...flow });
    expect(plain.shape(rowsOf([[10, 6, 6, 1.5, 2, 1, 2]])).results).toEqual([
      { source: "1_Start", target: "2_b", value: 6, average_conversion_time: 1500 },
      { source: "1_Start", target: "2_Dropped off", value: 4, average_conversion_time: null },
      { source: "2_b", target: "3_c", value: 6, average_conversion_time: 2000 },
    ]);
    expect(plain.shape(rowsOf([])).results).toEqual([]);
  });

  it("of breakdowns name the missing value and the rest", () => {
    const { shape } = compiled({
      series: STEPS.slice(1),
      breakdownFilter: { breakdown: ["$browser", "$os"] },
    });
    const row = (kept: boolean, value: string[]) => [kept, value, 3, 1, 2, 2];
    const results = shape(
      rowsOf([row(true, []), row(true, ["Chrome", "Linux"]), row(false, ["Other", "Other"])]),
    ).results as { breakdown_value: string[] }[][];
    expect(results.map(([step]) => step?.breakdown_value)).toEqual([
      ["", ""],
      ["Chrome", "Linux"],
      ["Other"],
    ]);
  });
});

describe("events that may fill several steps", () => {
  it.each<[string, JsonValue[], number[][]]>([
    ["different events", [node("a"), node("b")], [[0], [1]]],
    ["the same event", [node("a"), node("b"), node("a")], [[1], [0, 2]]],
    ["any event", [node("a"), node(null), node("b")], [[0, 1, 2]]],
    [
      "groups of events",
      [{ kind: "GroupNode", nodes: [node("a"), node("c")] }, node("b"), node("c")],
      [[1], [0, 2]],
    ],
  ])("%s", (_, nodes, groups) => {
    const names = (nodes as unknown as EntityNode[]).map((one) => entityEvents(one, CONTEXT));
    expect(overlapGroups(names)).toEqual(groups);
  });

  it("the same means event and filters", () => {
    const filtered = { ...node("a"), properties: [{ key: "k", value: 1 }] };
    const same = (a: unknown, b: unknown) =>
      sameEvents(...([a, b] as unknown as Parameters<typeof sameEvents>));
    expect(same(node("a"), { ...node("a"), properties: [], name: "A" })).toBe(true);
    expect(same(node("a"), filtered)).toBe(false);
    expect(same(filtered, { ...filtered })).toBe(true);
  });
});
