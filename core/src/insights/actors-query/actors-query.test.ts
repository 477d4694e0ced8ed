import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../events/types.ts";
import { prepareQuery } from "../registry.ts";
import { type ActorColumn, actorColumns } from "./columns.ts";
import { type Face, groupCell, nameCell, personCell } from "./face.ts";
import { shapeActors } from "./shape.ts";

const fail = () => ({ ok: false, error: { code: "syntax", message: "no parser" } }) as const;
const CONTEXT = {
  environmentId: 7,
  timezone: "UTC",
  weekStartDay: 0,
  hasPersonOverrides: false,
  now: Date.parse("2026-01-08T10:30:00Z"),
  testAccountFilters: [],
  parser: { parseSelect: fail, parseExpr: fail },
} as const;

const series = [{ kind: "EventsNode", event: "a" }];
const trends: JsonObject = { kind: "TrendsQuery", series };
const insight = (source: JsonObject, rest: JsonObject = {}): JsonObject => ({
  kind: "ActorsQuery",
  source: { kind: "InsightActorsQuery", source, ...rest },
});
const retention: JsonObject = { kind: "RetentionQuery", retentionFilter: { totalIntervals: 3 } };
const lifecycle: JsonObject = { kind: "LifecycleQuery", series };

describe("actors that can't be named", () => {
  it.each<[string, JsonObject, string]>([
    ["unknown source", { kind: "ActorsQuery", source: { kind: "Nothing" } }, "query__source__kind"],
    ["unknown insight", insight({ kind: "EventsQuery" }), "query__source__source__kind"],
    ["unknown column", { ...insight(trends), select: ["actor", "shoe_size("] }, "query__select__1"],
    ["unknown order", { ...insight(trends), orderBy: ["shoe_size( DESC"] }, "query__orderBy__0"],
    ["no such series", insight(trends, { series: 1 }), "query__source__series"],
    ["no such day", insight(trends, { day: "2025-01-01" }), "query__source__day"],
    ["nothing to compare", insight(trends, { compare: "previous" }), "query__source__compare"],
    ["no breakdown", insight(trends, { breakdown: "x" }), "query__source__breakdown"],
    ["no such row", insight(retention, { interval: 3 }), "query__source__interval"],
    ["no such column", insight(retention, { selected: 3 }), "query__source__selected"],
    ["no breakdown of retention", insight(retention, { breakdown: "x" }), "query__source__breakdown"],
    ["lifecycle without a day", insight(lifecycle, { status: "new" }), "query__source__day"],
    ["lifecycle without a status", insight(lifecycle, { day: "2026-01-08" }), "query__source__status"],
    ["half an interval", insight({ kind: "StickinessQuery", series }, { day: 1.5 }), "query__source__day"],
    [
      "persons by an event's property",
      { kind: "ActorsQuery", properties: [{ type: "event", key: "a", value: "b" }] },
      "query__properties",
    ],
  ])("%s is refused", (_, query, attr) => {
    expect(prepareQuery(query, CONTEXT)).toMatchObject({ ok: false, error: { attr } });
  });
});

const face = (rest: Partial<Face>): Face => ({
  id: "u1",
  known: true,
  properties: { email: "a@example.test" },
  createdAt: "2026-01-01T00:00:00Z",
  identified: true,
  distinctIds: ["d1"],
  group: undefined,
  ...rest,
});

describe("cells", () => {
  it.each<[string, unknown, unknown]>([
    [
      "a person",
      personCell(face({})),
      {
        id: "u1",
        properties: { email: "a@example.test" },
        is_identified: true,
        created_at: "2026-01-01T00:00:00Z",
        distinct_ids: ["d1"],
      },
    ],
    [
      "someone without profile",
      personCell(face({ known: false, distinctIds: [] })),
      { id: "u1", distinct_ids: [] },
    ],
    ["a person's name", nameCell(face({})), { display_name: "a@example.test", id: "u1" }],
    ["the name of someone without one", nameCell(face({ properties: {} })), { display_name: "d1", id: "u1" }],
    [
      "a group",
      groupCell(face({ id: "acme", group: 2, properties: { name: "Acme" } })),
      {
        id: "acme",
        type: "group",
        group_key: "acme",
        group_type_index: 2,
        properties: { name: "Acme" },
        group_properties: { name: "Acme" },
        created_at: "2026-01-01T00:00:00Z",
      },
    ],
  ])("of %s", (_, cell, expected) => {
    expect(cell).toEqual(expected);
  });
});

describe("a page", () => {
  const select = ["actor", "event_count", "matched_recordings", "person.$delete"];
  const columns = actorColumns(select, { group: undefined, columns: ["event_count"] }, CONTEXT);
  const shown = {
    select,
    columns: columns.ok ? columns.value : ([] as ActorColumn[]),
    group: undefined,
    aggregated: false,
    limit: 2,
    offset: 0,
  };
  const rows = [
    ["1", "u1", 4],
    ["2", "u2", 3],
    ["3", "u3", 2],
  ];
  const read = [
    { name: "actor_key", type: "String" },
    { name: "actor_uuid", type: "String" },
    { name: "event_count", type: "UInt64" },
  ];
  const engine = { columns: read, rows, hogql: "SELECT 1", clickhouse: "", defaulted: false };

  it("is one row an actor, without what is not known of it", () => {
    const faces = new Map([["1", face({})]]);
    expect(shapeActors(shown, engine, faces)).toEqual({
      columns: select,
      results: [
        [personCell(face({})), 4, [], 1],
        [{ id: "u2", distinct_ids: [] }, 3, [], 1],
      ],
      types: ["Tuple", "UInt64", "Array", "UInt8"],
      missing_actors_count: 1,
      hogql: "SELECT 1",
      limit: 2,
      offset: 0,
      hasMore: true,
    });
  });
});
