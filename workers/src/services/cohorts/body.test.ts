import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import { describe, expect, test } from "vitest";
import { ApiError } from "../../http/errors.ts";
import { checkCohortFilters } from "./body.ts";

const person = { type: "person", key: "email", operator: "icontains", value: "@example.test" };
const or = (...values: JsonValue[]): JsonObject => ({ type: "OR", values });

const problem = (properties: JsonObject) => {
  try {
    checkCohortFilters({ properties }, new Set([1]));
  } catch (error) {
    if (error instanceof ApiError)
      return [error.options.attr?.replace("filters__properties", "…"), error.code];
    throw error;
  }
  return null;
};

describe("checkCohortFilters", () => {
  test.each<[string, JsonObject]>([
    ["everyone", {}],
    ["one property", or(person)],
    ["two levels, as clients send it", or({ type: "AND", values: [person, { ...person, negation: true }] })],
    ["another cohort", or({ type: "cohort", key: "id", value: 1 })],
    ["presence", or({ type: "person", key: "email", operator: "is_not_set" })],
  ])("%s", (_, properties) => {
    expect(problem(properties)).toBeNull();
  });

  let deep: JsonObject = or(person);
  for (let level = 0; level < 12; level++) deep = or(deep);

  test.each<[string, JsonObject, string, string]>([
    ["an unknown group type", { type: "XOR", values: [person] }, "…__type", "invalid_choice"],
    ["no values", { type: "AND" }, "…__values", "required"],
    ["an empty group", or(), "…__values", "invalid_input"],
    ["a condition that is none", or("x"), "…__values__0", "invalid_input"],
    ["behaviour", or(person, { type: "behavioral", key: "e" }), "…__values__1__type", "invalid_choice"],
    ["an unknown leaf", or({ type: "group", key: "e", value: 1 }), "…__values__0__type", "invalid_choice"],
    [
      "an unknown cohort",
      or({ type: "cohort", key: "id", value: 2 }),
      "…__values__0__value",
      "does_not_exist",
    ],
    ["no key", or({ type: "person", value: 1 }), "…__values__0__key", "required"],
    ["an unknown operator", or({ ...person, operator: "like" }), "…__values__0__operator", "invalid_choice"],
    ["no value", or({ type: "person", key: "a" }), "…__values__0__value", "required"],
  ])("%s", (_, properties, attr, code) => {
    expect(problem(properties)).toEqual([attr, code]);
  });

  test("groups nested without end", () => {
    expect(problem(deep)?.[1]).toBe("invalid_input");
  });
});
