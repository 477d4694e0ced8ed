import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { InsightContext } from "@edgewise/core/insights/query-kind.ts";
import { prepareQuery } from "@edgewise/core/insights/registry.ts";
import { compileQuery } from "@edgewise/core/sql/compile.ts";
import { printHogQL } from "@edgewise/core/sql/print-hogql.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parserForTests } from "../sql-parser.ts";
import { keyOf, type TestEvent } from "./event-rows.ts";
import { type InsightRunner, startInsightRunner, TEST_CONTEXT } from "./insight-runner.ts";
import { personRow } from "./sql-bed.ts";

let runner: InsightRunner;
const ENVIRONMENT = 80;
const USERS = ["ann", "bob", "cat", "dan"];

const at = (event: string, user: string, time: string, colour = ""): TestEvent => ({
  event,
  user,
  session: `${user}-${time.slice(0, 2)}`,
  groups: [user < "c" ? "acme" : "umbrella"],
  at: `2026-01-${time}:00.000Z`,
  ...(colour === "" ? {} : { properties: { colour } }),
});

beforeAll(async () => {
  runner = await startInsightRunner();
  await runner.insert(ENVIRONMENT, [
    at("in", "ann", "05T10:00", "red"),
    at("mid", "ann", "05T10:05"),
    at("out", "ann", "05T10:10"),
    at("in", "bob", "05T10:00", "blue"),
    at("out", "bob", "05T12:00"),
    at("in", "cat", "06T10:00", "red"),
    at("mid", "cat", "06T10:30"),
    at("in", "dan", "06T10:00", "blue"),
    // The week before.
    at("in", "dan", "01T10:00", "green"),
    at("mid", "dan", "01T10:01"),
    at("out", "dan", "01T10:02"),
  ]);
  const persons = USERS.map((user) => personRow(ENVIRONMENT, user, { name: user }));
  const members = [
    ["ann", 5],
    ["bob", 5],
    ["cat", 6],
  ].map(([user, cohort]) => ({
    environment_id: ENVIRONMENT,
    cohort_id: cohort,
    person_key: keyOf(String(user)),
    person_id: (persons[USERS.indexOf(String(user))] as { person_id: string }).person_id,
    is_deleted: 0,
    version: 1,
  }));
  for (const [table, rows] of [
    ["persons", persons],
    ["cohort_members", members],
  ] as const) {
    const inserted = await runner.warehouse.insert(
      table,
      rows.map((row) => JSON.stringify(row)).join("\n"),
      table,
    );
    if (!inserted.ok) throw new Error(inserted.error.message);
  }
});
afterAll(() => runner?.close());

const COHORTS: Partial<InsightContext> = {
  cohorts: new Map([
    [5, { id: 5, name: "First" }],
    [6, { id: 6, name: "Second" }],
    [7, { id: 7, name: "Nobody" }],
  ]),
};
const node = (event: string, more: JsonObject = {}) => ({ kind: "EventsNode", event, ...more });
const funnel = (query: JsonObject = {}): JsonObject => ({
  kind: "FunnelsQuery",
  dateRange: { date_from: "2026-01-05", date_to: "2026-01-07" },
  series: ["in", "mid", "out"].map((event) => node(event)),
  ...query,
});
const run = (query: JsonObject) => runner.run(query, { environmentId: ENVIRONMENT, ...COHORTS });

interface Step {
  readonly count: number;
  readonly average_conversion_time: number | null;
  readonly breakdown?: unknown;
  readonly breakdown_value?: unknown;
  readonly compare_label?: string;
}
const counts = (steps: readonly Step[]) => steps.map(({ count }) => count);

describe("steps", () => {
  it.each<[string, JsonObject, number[]]>([
    ["required", {}, [4, 2, 1]],
    [
      "one may be left out",
      { series: [node("in"), node("mid", { optionalInFunnel: true }), node("out")] },
      [4, 2, 2],
    ],
    [
      "one may be left out, strict",
      {
        series: [node("in"), node("mid", { optionalInFunnel: true }), node("out")],
        funnelsFilter: { funnelOrderType: "strict" },
      },
      [4, 2, 2],
    ],
    [
      "one may be left out, and an exclusion that starts at it reaches from the step before",
      {
        series: [node("in"), node("mid", { optionalInFunnel: true }), node("out"), node("x")],
        funnelsFilter: { exclusions: [node("mid", { funnelFromStep: 2, funnelToStep: 3 })] },
      },
      [4, 2, 2, 0],
    ],
    [
      "the last may be left out",
      { series: [node("in"), node("out"), node("x", { optionalInFunnel: true })] },
      [4, 2, 0],
    ],
    ["the first time ever", { series: [node("in", { math: "first_time_for_user" }), node("mid")] }, [3, 2]],
    [
      "the first time ever, with filters after that",
      {
        series: [
          node("in", {
            math: "first_time_for_user",
            properties: [{ key: "colour", value: "red", type: "event" }],
          }),
          node("mid"),
        ],
      },
      [2, 2],
    ],
    [
      "the first that matches",
      {
        series: [
          node("in", {
            math: "first_time_for_user_with_filters",
            properties: [{ key: "colour", value: ["red", "blue"], type: "event" }],
          }),
          node("mid"),
        ],
      },
      [4, 2],
    ],
  ])("%s", async (_, query, expected) => {
    expect(counts((await run(funnel(query))).results as Step[])).toEqual(expected);
  });

  it("conversion times count from the step before that can't be left out", async () => {
    const series = [node("in"), node("mid", { optionalInFunnel: true }), node("out")];
    const { results } = await run(funnel({ series }));
    const times = (results as Step[]).map(({ average_conversion_time }) => average_conversion_time);
    expect(times).toEqual([null, (5 * 60 + 30 * 60) / 2, (10 * 60 + 120 * 60) / 2]);
  });
});

describe("cohorts", () => {
  const breakdownFilter = { breakdown_type: "cohort", breakdown: [5, 6, 7, "all"] };

  it("break steps down", async () => {
    const { results } = await run(funnel({ breakdownFilter }));
    expect(
      (results as Step[][]).map((steps) => [
        steps[0]?.breakdown,
        steps[0]?.breakdown_value,
        ...counts(steps),
      ]),
    ).toEqual([
      ["all users", "all", 4, 2, 1],
      ["First", 5, 2, 1, 1],
      ["Second", 6, 1, 1, 0],
    ]);
  });

  it("break trends down", async () => {
    const { results } = await run(
      funnel({ breakdownFilter, funnelsFilter: { funnelVizType: "trends", funnelToStep: 1 } }),
    );
    expect(results).toMatchObject([
      { breakdown_value: "all", data: [50, 50, 0] },
      { breakdown_value: 5, data: [50, 0, 0] },
      { breakdown_value: 6, data: [0, 100, 0] },
      { breakdown_value: 7, data: [0, 0, 0] },
    ]);
  });
});

describe("comparison with an earlier period", () => {
  const compareFilter = { compare: true, compare_to: "-4d" };

  it("of steps", async () => {
    const results = (await run(funnel({ compareFilter }))).results as Step[];
    expect(results.map(({ count, compare_label }) => [compare_label, count])).toEqual([
      ["current", 4],
      ["current", 2],
      ["current", 1],
      ["previous", 1],
      ["previous", 1],
      ["previous", 1],
    ]);
  });

  it("of breakdowns: each value in both periods", async () => {
    const breakdownFilter = { breakdown: "colour" };
    const results = (await run(funnel({ compareFilter, breakdownFilter }))).results as Step[][];
    expect(
      results.map(([step]) => [step?.compare_label, String(step?.breakdown_value), step?.count]),
    ).toEqual([
      ["current", "blue", 2],
      ["current", "red", 2],
      ["current", "green", 0],
      ["previous", "blue", 0],
      ["previous", "red", 0],
      ["previous", "green", 1],
    ]);
  });

  it("of times: in the same bins", async () => {
    const { results } = await run(
      funnel({
        compareFilter,
        funnelsFilter: { funnelVizType: "time_to_convert", funnelToStep: 1, binCount: 2 },
      }),
    );
    expect(results).toEqual([
      {
        bins: [
          [60, 1],
          [930, 0],
          [1800, 1],
        ],
        average_conversion_time: 1050,
        median_conversion_time: 1050,
        compare_label: "current",
      },
      {
        bins: [
          [60, 1],
          [930, 0],
          [1800, 0],
        ],
        average_conversion_time: 60,
        median_conversion_time: 60,
        compare_label: "previous",
      },
    ]);
  });

  it("of trends", async () => {
    const answer = await run(funnel({ compareFilter, funnelsFilter: { funnelVizType: "trends" } }));
    expect(answer.results).toMatchObject([
      { compare_label: "current", data: [50, 0, 0], days: ["2026-01-05", "2026-01-06", "2026-01-07"] },
      { compare_label: "previous", data: [100, 0, 0], days: ["2026-01-01", "2026-01-02", "2026-01-03"] },
    ]);
  });
});

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
    ["times", { funnelsFilter: { funnelVizType: "time_to_convert" } }],
    ["trends", { funnelsFilter: { funnelVizType: "trends" } }],
    [
      "years of repeated steps",
      { series: Array(4).fill(node("in")), dateRange: { date_from: "2019-01-01", date_to: "2026-01-07" } },
    ],
  ])("gives the same rows: %s", async (_, query) => {
    const context = {
      ...TEST_CONTEXT,
      ...COHORTS,
      environmentId: ENVIRONMENT,
      parser: await parserForTests(),
    };
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

describe("who", () => {
  const names = async (asked: JsonObject, query: JsonObject = {}) => {
    const { results } = await run({
      kind: "ActorsQuery",
      select: ["actor"],
      source: { kind: "FunnelsActorsQuery", source: funnel(query), ...asked },
    });
    return (results as [{ id: string; properties?: { name: string }; group_key?: string }][])
      .map(([actor]) => actor.properties?.name ?? actor.id)
      .sort();
  };

  it.each<[string, JsonObject, JsonObject, string[]]>([
    ["reached a step", { funnelStep: 2 }, {}, ["ann", "cat"]],
    ["dropped off before it", { funnelStep: -2 }, {}, ["bob", "dan"]],
    ["strict", { funnelStep: 2 }, { funnelsFilter: { funnelOrderType: "strict" } }, ["ann", "cat"]],
    ["any order", { funnelStep: -3 }, { funnelsFilter: { funnelOrderType: "unordered" } }, ["bob", "cat"]],
    [
      "left a step out",
      { funnelStep: -2 },
      { series: [node("in"), node("mid", { optionalInFunnel: true }), node("out")] },
      ["bob", "dan"],
    ],
    [
      "with a value",
      { funnelStep: 1, funnelStepBreakdown: "red" },
      { breakdownFilter: { breakdown: "colour" } },
      ["ann", "cat"],
    ],
    [
      "with a value of the rest",
      { funnelStep: 1, funnelStepBreakdown: ["Other"] },
      { breakdownFilter: { breakdown: "colour", breakdown_limit: 1 } },
      ["ann", "cat"],
    ],
    [
      "of a cohort",
      { funnelStep: -2, funnelStepBreakdown: 5 },
      { breakdownFilter: { breakdown_type: "cohort", breakdown: [5, 6] } },
      ["bob"],
    ],
    [
      "of the period before",
      { funnelStep: 3, compare: "previous" },
      { compareFilter: { compare: true, compare_to: "-4d" } },
      ["dan"],
    ],
    [
      "of sessions",
      { funnelStep: 3 },
      { funnelsFilter: { funnelAggregateByHogQL: "properties.$session_id" } },
      ["ann"],
    ],
    [
      "entered on a day and converted",
      { funnelTrendsDropOff: false, funnelTrendsEntrancePeriodStart: "2026-01-05 00:00:00" },
      { funnelsFilter: { funnelVizType: "trends" } },
      ["ann"],
    ],
    [
      "entered on a day and dropped off",
      { funnelTrendsDropOff: true, funnelTrendsEntrancePeriodStart: "2026-01-06 00:00:00" },
      { funnelsFilter: { funnelVizType: "trends" } },
      ["cat", "dan"],
    ],
  ])("%s", async (_, asked, query, expected) => {
    expect(await names(asked, query)).toEqual(expected);
  });

  it("are groups where the funnel is of groups", async () => {
    expect(await names({ funnelStep: 3 }, { aggregation_group_type_index: 0 })).toEqual(["acme"]);
  });

  it.each<[JsonObject, JsonObject, string]>([
    [
      { funnelTrendsDropOff: true, funnelTrendsEntrancePeriodStart: "2025-01-06" },
      {},
      "is not in the funnel's dates",
    ],
    [{ funnelStep: 1, compare: "previous" }, {}, "compared with nothing"],
    [
      { funnelStep: 1, funnelStepBreakdown: 9 },
      { breakdownFilter: { breakdown_type: "cohort", breakdown: [5] } },
      "not broken down by cohort 9",
    ],
  ])("%j is refused", async (asked, query, message) => {
    await expect(names(asked, query)).rejects.toThrow(message);
  });
});
