import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonValue } from "../events/types.ts";
import { innerKind, isPublicKind, publicAnswer, publicQuery } from "./public-query.ts";

const secret = [{ key: "email", value: "ada@secret.test", operator: "exact", type: "person" }];
const trends = {
  kind: "InsightVizNode",
  source: {
    kind: "TrendsQuery",
    series: [
      { kind: "EventsNode", event: "signup", custom_name: "Signups", math: "dau", properties: secret },
    ],
    properties: { type: "AND", values: [{ type: "AND", values: secret }] },
    trendsFilter: { display: "ActionsBar", showLegend: true },
    breakdownFilter: { breakdowns: [{ property: "$browser", type: "event" }] },
    dateRange: { date_from: "-7d" },
    filterTestAccounts: true,
    version: 2,
  },
};

test("a query shows what drawing needs", () => {
  expect(publicQuery(trends)).toEqual({
    kind: "InsightVizNode",
    source: {
      kind: "TrendsQuery",
      series: [{ kind: "EventsNode", event: "signup", custom_name: "Signups", math: "dau" }],
      trendsFilter: { display: "ActionsBar", showLegend: true },
      breakdownFilter: { breakdowns: [{ property: "$browser", type: "event" }] },
      dateRange: { date_from: "-7d" },
    },
  });
});

test.each<[string, JsonValue]>([
  [
    "SQL",
    {
      kind: "DataVisualizationNode",
      source: { kind: "HogQLQuery", query: "select SECRET", values: { a: "SECRET" } },
    },
  ],
  [
    "a retention's entities",
    {
      kind: "RetentionQuery",
      retentionFilter: { targetEntity: { id: "a", properties: [{ value: "SECRET" }] } },
    },
  ],
  [
    "exclusions",
    {
      kind: "FunnelsQuery",
      funnelsFilter: { exclusions: [{ event: "a", properties: [{ value: "SECRET" }] }] },
    },
  ],
  [
    "groups of events",
    { kind: "TrendsQuery", series: [{ kind: "GroupNode", nodes: [{ properties: [{ value: "SECRET" }] }] }] },
  ],
  ["what nobody knows yet", { kind: "TrendsQuery", someLaterFilter: { value: "SECRET" } }],
])("%s: conditions stay inside", (_, query) => {
  expect(JSON.stringify(publicQuery(query))).not.toContain("SECRET");
});

test("no filter value gets out, wherever it stands", () => {
  const condition = fc.constant({ properties: [{ key: "k", value: "SECRET" }] } as JsonValue);
  const { node } = fc.letrec<{ node: JsonValue }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      condition,
      fc.array(tie("node"), { maxLength: 2 }),
      fc.dictionary(
        fc.constantFrom("series", "trendsFilter", "source", "nodes", "fixedProperties", "properties"),
        tie("node"),
        { maxKeys: 3 },
      ),
    ),
  }));
  fc.assert(fc.property(node, (query) => !JSON.stringify(publicQuery(query)).includes("SECRET")));
});

test.each<[JsonValue, string | null, boolean]>([
  [trends, "TrendsQuery", true],
  [{ kind: "FunnelsQuery" }, "FunnelsQuery", true],
  [{ kind: "DataTableNode", source: { kind: "ActorsQuery" } }, "ActorsQuery", false],
  [{ kind: "DataTableNode", source: { kind: "EventsQuery" } }, "EventsQuery", false],
  [{ kind: "DataTableNode" }, null, false],
  [null, null, false],
  [[], null, false],
])("the kind of %j", (query, kind, shared) => {
  expect(innerKind(query)).toBe(kind);
  expect(isPublicKind(query)).toBe(shared);
});

describe("an answer", () => {
  const answer = {
    results: [
      {
        label: "signup",
        count: 3,
        data: [1, 2],
        action: { id: "signup", type: "events", order: 0, properties: secret, math: "dau" },
        filter: { properties: secret },
        persons_urls: [{ url: "api/person/…" }],
        breakdown_value: ["Firefox"],
      },
    ],
    hogql: "select 1",
    clickhouse: "select 1",
    cache_key: "cache_1",
    statistics: { rows_read: 5 },
    timezone: "UTC",
    last_refresh: "2026-01-01T00:00:00Z",
  };
  test("keeps its numbers and loses how they were made", () => {
    expect(publicAnswer(answer)).toEqual({
      results: [
        {
          label: "signup",
          count: 3,
          data: [1, 2],
          action: { id: "signup", type: "events", order: 0, name: null, custom_name: null, math: "dau" },
          filter: null,
          persons_urls: null,
          breakdown_value: ["Firefox"],
        },
      ],
      columns: null,
      types: null,
      hasMore: null,
      last_refresh: "2026-01-01T00:00:00Z",
      timezone: "UTC",
      resolved_date_range: null,
    });
  });
});
