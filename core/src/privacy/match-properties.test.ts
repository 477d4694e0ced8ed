import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../events/types.ts";
import { compilePropertyTest } from "./match-properties.ts";

const is = (key: string, value: JsonValue, operator = "exact", type = "event"): JsonObject => ({
  type,
  key,
  value,
  operator,
});
const NOW = Date.parse("2026-03-01T00:00:00Z");
const FREE = { plan: "free", price: 12, at: "2026-01-01" };

describe("events outside of the warehouse", () => {
  it.each<[string, JsonValue, boolean]>([
    ["no filter", [], true],
    ["one of several values", [is("plan", ["free", "trial"])], true],
    ["another value", [is("plan", "pro")], false],
    ["text", [is("plan", "RE", "icontains")], true],
    ["a pattern", [is("plan", "^fr", "regex")], true],
    ["a number", [is("price", 10, "gt")], true],
    ["what is there", [is("price", null, "is_set")], true],
    ["what is not there", [is("coupon", null, "is_not_set")], true],
    ["not, of what is not there", [is("coupon", "x", "is_not")], true],
    ["a date", [is("at", "2026-02-01", "is_date_before")], true],
    ["all of them", [is("plan", "free"), is("price", 20, "gt")], false],
    [
      "a group of which one will do",
      { type: "OR", values: [is("plan", "pro"), is("price", 10, "gt")] },
      true,
    ],
    ["groups in groups", { type: "AND", values: [{ type: "OR", values: [is("plan", "pro")] }] }, false],
    ["a filter that names no type", [{ key: "plan", value: "free" }], true],
    ["a name that objects inherit", [is("constructor", null, "is_set")], false],
  ])("%s", (_, filters, expected) => {
    expect(compilePropertyTest(filters, "UTC")?.(FREE, NOW)).toBe(expected);
  });

  it.each<[string, JsonValue]>([
    ["a person", [is("email", "a@b.c", "exact", "person")]],
    ["a cohort", [{ type: "cohort", key: "id", value: 1 }]],
    ["SQL", [{ type: "hogql", key: "1 = 1", value: null }]],
    ["one of a group", { type: "OR", values: [is("plan", "free"), is("x", 1, "exact", "session")] }],
    ["an operator that nobody knows", [is("plan", "free", "sounds_like")]],
    ["nothing that can be read", "plan"],
  ])("don't say what %s decides", (_, filters) => {
    expect(compilePropertyTest(filters, "UTC")).toBeNull();
  });
});
