import { describe, expect, it } from "vitest";
import {
  describeFilter,
  isComplete,
  newFilter,
  type PropertyFilter,
  sourceOf,
  valuesOf,
  withOperator,
  withProperty,
} from "./filter.ts";

const plan = (operator: string, value: PropertyFilter["value"]): PropertyFilter => ({
  type: "person",
  key: "plan",
  operator,
  ...(value === undefined ? {} : { value }),
});

describe("withOperator keeps what the new operator can use", () => {
  const cases: [string, PropertyFilter, string, PropertyFilter["value"]][] = [
    ["list to text takes the first", plan("exact", ["team", "scale"]), "icontains", "team"],
    ["text to list wraps", plan("icontains", "team"), "exact", ["team"]],
    ["list to range fills up", plan("exact", ["5"]), "between", ["5", ""]],
    ["to an operator without value", plan("exact", ["5"]), "is_set", "is_set"],
    ["back from one without value", plan("is_set", "is_set"), "exact", []],
    ["numbers become text", plan("gt", 5), "exact", ["5"]],
  ];
  it.each(cases)("%s", (_name, filter, operator, value) => {
    expect(withOperator(filter, operator)).toEqual({ ...filter, operator, value });
  });
});

describe("isComplete", () => {
  const cases: [string, PropertyFilter, boolean][] = [
    ["fresh", newFilter("event", "plan"), false],
    ["no key", plan("exact", ["a"]), true],
    ["value", plan("exact", ["a"]), true],
    ["empty text", plan("icontains", ""), false],
    ["zero is a value", plan("gt", 0), true],
    ["false is a value", plan("exact", [false]), true],
    ["half a range", plan("between", ["1", ""]), false],
    ["a range", plan("between", ["1", "2"]), true],
    ["needs none", plan("is_set", undefined), true],
    ["cohort", { type: "cohort", key: "id", value: 4 }, true],
  ];
  it.each(cases)("%s", (_name, filter, expected) => expect(isComplete(filter)).toBe(expected));
});

describe("describeFilter", () => {
  const cases: [PropertyFilter, string][] = [
    [plan("exact", ["team", "scale"]), "plan is team or scale"],
    [plan("is_not", "free"), "plan is not free"],
    [plan("is_set", "is_set"), "plan is set"],
    [plan("between", [1, 5]), "plan is between 1 and 5"],
    [plan("exact", []), "plan is …"],
    [plan("icontains_multi", ["a"]), "plan icontains multi a"],
    [{ type: "cohort", key: "id", value: 4, operator: "not_in" }, "person is not in cohort 4"],
    [{ type: "flag", key: "7", value: true }, "flag 7 is true"],
    [{ type: "flag", key: "7", value: "b", label: "checkout" }, "flag checkout is b"],
    [{ type: "cohort", key: "id", value: 4, cohort_name: "Buyers" }, "person is in cohort Buyers"],
  ];
  it.each(cases)("%j", (filter, text) => expect(describeFilter(filter)).toBe(text));
});

it("valuesOf shows every JSON value as text", () => {
  expect(valuesOf(plan("exact", ["a", 1, true, null]))).toEqual(["a", "1", "true", "null"]);
});

describe("a filter knows where its property lives", () => {
  it.each(["event", "person", "group_3"] as const)("%s", (source) => {
    expect(sourceOf(newFilter(source, "a"))).toBe(source);
    expect(sourceOf(withProperty(newFilter("group_1", "b"), source, "a"))).toBe(source);
  });
  it("leaves no group behind", () => {
    expect(withProperty(newFilter("group_1", "b"), "person", "a")).not.toHaveProperty("group_type_index");
  });
});
