import { describe, expect, it } from "vitest";
import { variablesOf, variablesOfQuery } from "./names.ts";
import { fromWire, toWire } from "./wire.ts";

describe("variables of SQL", () => {
  it.each<[string, string[]]>([
    ["select {variables.plan}, { variables.plan }, {variables.since}", ["plan", "since"]],
    ["select '{variables.a}' -- {variables.b}", []],
    ["select {plan}, {variables}, {filters.dateRange.from}", []],
  ])("%s", (sql, names) => expect(variablesOf(sql)).toEqual(names));

  it("are found within nodes", () => {
    const source = { kind: "HogQLQuery", query: "select {variables.plan}" };
    expect(variablesOfQuery({ kind: "DataVisualizationNode", source })).toEqual(["plan"]);
    expect(variablesOfQuery({ kind: "TrendsQuery", query: "{variables.plan}" })).toEqual([]);
    expect(variablesOfQuery(null)).toEqual([]);
  });
});

describe("on the wire", () => {
  const known = [{ id: "v1", code_name: "plan" }];
  it("go by their id where it is known, and come back by their name", () => {
    const wire = toWire({ plan: "pro", since: null }, known);
    expect(wire).toEqual({
      v1: { variableId: "v1", code_name: "plan", value: "pro" },
      since: { variableId: "since", code_name: "since", isNull: true },
    });
    expect(fromWire(wire)).toEqual({ plan: "pro", since: null });
  });
  it.each([null, 3, { a: 1 }, { a: { code_name: 3 } }])("nothing comes of %j", (wire) =>
    expect(fromWire(wire)).toEqual({}),
  );
});
