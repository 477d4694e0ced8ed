import { expect, it } from "vitest";
import { fromNode, type SqlNode, toNode } from "./node.ts";

const full: SqlNode = {
  sql: "select {a}",
  values: { a: 1 },
  filters: { dateRange: { date_from: "-7d" } },
  variables: { v1: { variableId: "v1", code_name: "plan", value: "pro" } },
  display: "ActionsBar",
  settings: { xAxis: { column: "a" } },
};

it("what is saved is read again", () => expect(fromNode(toNode(full))).toEqual(full));

it.each([
  ["a bare query", { kind: "HogQLQuery", query: "select 1" }, "select 1"],
  [
    "in a table node",
    { kind: "DataTableNode", source: { kind: "HogQLQuery", query: "select 2" } },
    "select 2",
  ],
  ["another kind", { kind: "TrendsQuery", series: [] }, null],
  ["nothing", null, null],
])("fromNode: %s", (_name, node, sql) => expect(fromNode(node)?.sql ?? null).toBe(sql));

it("an unknown display is a table", () => {
  expect(fromNode({ ...toNode(full), display: "Hologram" })?.display).toBe("ActionsTable");
});
