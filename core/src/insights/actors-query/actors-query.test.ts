import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../events/types.ts";
import { prepareQuery } from "../registry.ts";
import { shapeActors } from "./shape.ts";

const fail = () => ({ ok: false, error: { code: "syntax", message: "no parser" } }) as const;
const CONTEXT = {
  environmentId: 7,
  timezone: "UTC",
  weekStartDay: 0,
  hasPersonOverrides: false,
  now: 0,
  testAccountFilters: [],
  parser: { parseSelect: fail, parseExpr: fail },
} as const;

const series = [
  { kind: "EventsNode", event: "a" },
  { kind: "EventsNode", event: "b" },
];
const source = (rest: JsonObject, funnel: JsonObject = {}): JsonObject => ({
  kind: "ActorsQuery",
  source: { kind: "FunnelsActorsQuery", source: { kind: "FunnelsQuery", series, ...funnel }, ...rest },
});

describe("persons behind a number", () => {
  it.each<[string, JsonObject, string]>([
    ["unknown source", { kind: "ActorsQuery", source: { kind: "TrendsQuery" } }, "query__source__kind"],
    ["unknown column", { ...source({ funnelStep: 1 }), select: ["shoe_size"] }, "query__select"],
    ["no step", source({}), "query__source__funnelStep"],
    ["groups", source({ funnelStep: 1 }, { aggregation_group_type_index: 0 }), "query__source__source"],
    ["a trend", source({ funnelTrendsDropOff: false }), "query__source__funnelTrendsDropOff"],
    ["a funnel of nothing", source({ funnelStep: 1 }, { series: [] }), "query__series"],
  ])("%s is refused", (_, query, attr) => {
    expect(prepareQuery(query, CONTEXT)).toMatchObject({ ok: false, error: { attr } });
  });

  it("is one row a person, without what is not known of it", () => {
    const rows = [
      ["u1", 1, '{"email":"a@example.test"}', 1, "2026-01-01T00:00:00Z", ["d1"]],
      ["u2", 0, "", 0, "", []],
      ["u3", 1, "{}", 0, "", []],
    ];
    const engine = { columns: [], rows, hogql: "SELECT 1", clickhouse: "", defaulted: false };
    expect(shapeActors(["actor", "id"], 2, 0, engine)).toEqual({
      columns: ["actor", "id"],
      results: [
        [
          {
            id: "u1",
            properties: { email: "a@example.test" },
            is_identified: true,
            created_at: "2026-01-01T00:00:00Z",
            distinct_ids: ["d1"],
          },
          "u1",
        ],
        [{ id: "u2", distinct_ids: [] }, "u2"],
      ],
      missing_actors_count: 1,
      hogql: "SELECT 1",
      limit: 2,
      offset: 0,
      hasMore: true,
    });
  });
});
