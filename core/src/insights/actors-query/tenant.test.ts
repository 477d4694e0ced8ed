import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../events/types.ts";
import { compileQuery } from "../../sql/compile.ts";
import type { EngineQuery, InsightContext } from "../query-kind.ts";
import { prepareQuery } from "../registry.ts";
import { facesOf } from "./read-faces.ts";

const fail = () => ({ ok: false, error: { code: "syntax", message: "no parser" } }) as const;
const CONTEXT: InsightContext = {
  environmentId: 7,
  timezone: "Europe/Paris",
  weekStartDay: 1,
  hasPersonOverrides: true,
  now: Date.parse("2026-01-08T10:30:00Z"),
  testAccountFilters: [],
  parser: { parseSelect: fail, parseExpr: fail },
  cohorts: new Map([[7, { id: 7, name: "Seven" }]]),
};

const EVIL = "x`' OR 1=1) --";
const series = [{ kind: "EventsNode", event: EVIL, properties: [{ key: EVIL, value: EVIL }] }];
const funnel: JsonObject = { kind: "FunnelsQuery", series: [...series, { kind: "EventsNode", event: "b" }] };
const insight = (source: JsonObject, rest: JsonObject = {}): JsonObject => ({
  kind: "InsightActorsQuery",
  source,
  ...rest,
});
const breakdownFilter = { breakdown: EVIL, breakdown_type: "person" };
const trends: JsonObject = { kind: "TrendsQuery", series, breakdownFilter };
const retention = (filter: JsonObject): JsonObject => ({
  kind: "RetentionQuery",
  breakdownFilter,
  retentionFilter: { targetEntity: { id: EVIL, properties: [{ key: EVIL, value: EVIL }] }, ...filter },
});

const SOURCES: readonly (readonly [string, JsonObject | undefined])[] = [
  ["everyone", undefined],
  ["a trend", insight(trends, { breakdown: EVIL })],
  ["the rest of a trend", insight(trends, { breakdown: "$$_posthog_breakdown_other_$$" })],
  ["first times", insight({ ...trends, series: [{ ...series[0], math: "first_time_for_user" }] })],
  ["groups", insight({ ...trends, aggregation_group_type_index: 1 })],
  ["cohorts", insight({ ...trends, breakdownFilter: { breakdown: [7], breakdown_type: "cohort" } })],
  ["a cell", insight(retention({}), { interval: 1, selected: 1, breakdown: EVIL })],
  ["the rest of a table", insight(retention({}), { breakdown: "$$_posthog_breakdown_other_$$" })],
  ["a clocked cell", insight(retention({ timeWindowMode: "24_hour_windows" }), { interval: 1 })],
  ["a first cell", insight(retention({ retentionType: "retention_first_ever_occurrence" }))],
  ["a bin", insight({ kind: "StickinessQuery", series }, { day: 2 })],
  ["a status", insight({ kind: "LifecycleQuery", series }, { day: "2026-01-08", status: "new" })],
  [
    "a link",
    insight({
      kind: "PathsQuery",
      pathsFilter: { startPoint: EVIL, pathGroupings: [EVIL], excludeEvents: [EVIL], pathStartKey: EVIL },
    }),
  ],
  [
    "a funnel's paths",
    insight({ kind: "PathsQuery", funnelPathsFilter: { funnelSource: funnel, funnelStep: 2 } }),
  ],
  ["a step", { kind: "FunnelsActorsQuery", source: funnel, funnelStep: 2 }],
];

const TABLES =
  /\b(?:FROM|JOIN) (?:events|persons|person_distinct_ids|person_overrides|groups|sessions|cohort_members)\b/g;

function expectBound({ select, limits }: Pick<EngineQuery, "select" | "limits">): void {
  const compiled = compileQuery(select, { ...CONTEXT, ...(limits ? { limits } : {}) });
  if (!compiled.ok) throw new Error(compiled.error.message);
  const { sql, params } = compiled.value;
  const bound = [...sql.matchAll(/environment_id = \{(p\d+):UInt32\}/g)].map(
    ([, name]) => params[name ?? ""],
  );
  expect(bound.length).toBe(sql.match(TABLES)?.length);
  expect(bound.every((param) => param?.value === CONTEXT.environmentId)).toBe(true);
  // Quoted names of columns may hold it.
  expect(sql.replaceAll(/`(?:[^`\\]|\\.)*`/g, "")).not.toContain(EVIL);
}

describe("whoever is asked for, every scan is the tenant's and no text is SQL", () => {
  it.each(SOURCES)("%s", (_, source) => {
    const query: JsonObject = {
      kind: "ActorsQuery",
      ...(source ? { source } : {}),
      search: EVIL,
    };
    const prepared = prepareQuery(query, CONTEXT);
    if (!prepared.ok) throw new Error(prepared.error.message);
    if (prepared.value.run === "none") throw new Error("asks no engine");
    expectBound(prepared.value);
  });

  it.each([undefined, 1])("what is stored of them (groups: %s)", (group) => {
    expectBound({ select: facesOf(["1", "2"], group, true) });
  });
});
