import { expect, it } from "vitest";
import { parseQuery } from "./parse.ts";

const series = [{ kind: "EventsNode", event: "buy" }];

it.each([
  ["a query", { kind: "TrendsQuery", series }, { kind: "TrendsQuery", series }],
  [
    "wrapped",
    { kind: "InsightVizNode", source: { kind: "TrendsQuery", series } },
    { kind: "TrendsQuery", series },
  ],
  ["unknown fields stay", { kind: "PathsQuery", future: 1 }, { kind: "PathsQuery", future: 1 }],
  ["null is absent", { kind: "PathsQuery", dateRange: null }, { kind: "PathsQuery" }],
  ["series missing", { kind: "TrendsQuery" }, null],
  ["series of something else", { kind: "TrendsQuery", series: [{ kind: "DataWarehouseNode" }] }, null],
  ["filters without a key", { kind: "PathsQuery", properties: [{}] }, null],
  [
    "a group of filters",
    { kind: "PathsQuery", properties: { type: "OR", values: [] } },
    { kind: "PathsQuery", properties: { type: "OR", values: [] } },
  ],
  ["another kind", { kind: "HogQLQuery", query: "select 1" }, null],
  ["text", "TrendsQuery", null],
  ["nothing", null, null],
])("parseQuery: %s", (_name, value, expected) => expect(parseQuery(value)).toEqual(expected));
