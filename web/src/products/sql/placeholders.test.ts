import { describe, expect, it } from "vitest";
import { placeholdersOf, toValue, usesFilters } from "./placeholders.ts";

describe("placeholdersOf", () => {
  it.each([
    ["select 1", []],
    ["select {a}, { b }, {a}", ["a", "b"]],
    ["select {filters}, {variables.x}, {filters.dateRange.from}", []],
    ["select '{a}', \"{b}\", `{c}` -- {d}\n/* {e} */ where {f}", ["f"]],
    ["select 'it''s {a}', 'it\\'s {b}', {c}", ["c"]],
    ["select {1}, {}, {a b}", []],
  ])("%s", (sql, expected) => expect(placeholdersOf(sql)).toEqual(expected));
});

it.each([
  ["select {filters}", true],
  ["select {filters.dateRange.from}", true],
  ["select '{filters}'", false],
])("usesFilters(%s)", (sql, expected) => expect(usesFilters(sql)).toBe(expected));

it.each([
  ["5", 5],
  ["-2.5", -2.5],
  ["007", "007"],
  ["1e3", "1e3"],
  ["true", true],
  ["null", null],
  ["'5'", "5"],
  ["team", "team"],
  ["", ""],
])("toValue(%s)", (typed, expected) => expect(toValue(typed)).toBe(expected));
