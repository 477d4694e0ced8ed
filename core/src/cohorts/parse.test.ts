import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../events/types.ts";
import { cohortType } from "./cohort-type.ts";
import type { CohortNode } from "./definition.ts";
import { parseCohort } from "./parse.ts";

const KNOWN = { cohorts: new Set([1]), actions: new Set([5]) };
const person = { type: "person", key: "email", operator: "icontains", value: "@example.test" };
const or = (...values: JsonValue[]): JsonObject => ({ type: "OR", values });
const week = { time_value: 7, time_interval: "day" };
const did = (more: JsonObject = {}): JsonObject => ({
  type: "behavioral",
  key: "buy",
  event_type: "events",
  value: "performed_event",
  ...week,
  ...more,
});
const recent = { seq_time_value: "2", seq_time_interval: "day" };

const problem = (properties: JsonObject) => {
  const result = parseCohort(properties, KNOWN);
  return result.ok ? null : [result.error.attr.replace("filters__properties", "…"), result.error.code];
};

describe("parseCohort", () => {
  test.each<[string, JsonObject]>([
    ["everyone", {}],
    ["one property", or(person)],
    ["two levels, as clients send it", or({ type: "AND", values: [person, { ...person, negation: true }] })],
    ["another cohort", or({ type: "cohort", key: "id", value: 1 })],
    [
      "a column of persons",
      or({ type: "person_metadata", key: "created_at", operator: "is_date_after", value: "-7d" }),
    ],
    ["presence", or({ type: "person", key: "email", operator: "is_not_set" })],
    ["did it", or(did())],
    ["did it since a date", or(did({ explicit_datetime: "-30d", time_value: null, time_interval: null }))],
    ["did an action", or(did({ event_type: "actions", key: 5 }))],
    [
      "did it several times",
      or(did({ value: "performed_event_multiple", operator: "gte", operator_value: 2 })),
    ],
    ["a count without operator", or(did({ value: "performed_event_multiple", operator_value: "2" }))],
    ["first time", or(did({ value: "performed_event_first_time", event_filters: [person] }))],
    ["a sequence", or(did({ value: "performed_event_sequence", seq_event: "pay", ...recent }))],
    [
      "regularly",
      or(did({ value: "performed_event_regularly", operator_value: 1, min_periods: 3, total_periods: 4 })),
    ],
    ["stopped", or(did({ value: "stopped_performing_event", ...recent }))],
    ["restarted", or(did({ value: "restarted_performing_event", ...recent }))],
  ])("%s", (_, properties) => {
    expect(problem(properties)).toBeNull();
  });

  let deep: JsonObject = or(person);
  for (let level = 0; level < 12; level++) deep = or(deep);
  const at = (field: string) => `…__values__0__${field}`;

  test.each<[string, JsonObject, string, string]>([
    ["an unknown group type", { type: "XOR", values: [person] }, "…__type", "invalid_choice"],
    ["no values", { type: "AND" }, "…__values", "required"],
    ["an empty group", or(), "…__values", "invalid_input"],
    ["an empty group inside", or({ type: "AND", values: [] }), at("values"), "invalid_input"],
    ["a condition that is none", or("x"), "…__values__0", "invalid_input"],
    ["an unknown leaf", or({ type: "group", key: "e", value: 1 }), at("type"), "invalid_choice"],
    ["an unknown cohort", or({ type: "cohort", key: "id", value: 2 }), at("value"), "does_not_exist"],
    ["no key", or({ type: "person", value: 1 }), at("key"), "required"],
    ["an unknown operator", or({ ...person, operator: "like" }), at("operator"), "invalid_choice"],
    ["no value", or({ type: "person", key: "a" }), at("value"), "required"],
    ["no behaviour", or(did({ value: null })), at("value"), "required"],
    ["an unknown behaviour", or(did({ value: "danced" })), at("value"), "invalid_choice"],
    ["no event", or(did({ key: null })), at("key"), "required"],
    ["an unknown kind of event", or(did({ event_type: "pages" })), at("event_type"), "invalid_choice"],
    ["an unknown action", or(did({ event_type: "actions", key: 6 })), at("key"), "does_not_exist"],
    ["no window", or(did({ time_value: null })), at("time_value"), "required"],
    ["a window of nothing", or(did({ time_value: 0 })), at("time_value"), "invalid_input"],
    ["a window beyond reason", or(did({ time_value: 99_999_999 })), at("time_value"), "invalid_input"],
    ["no unit", or(did({ time_interval: null })), at("time_interval"), "required"],
    ["an unknown unit", or(did({ time_interval: "fortnight" })), at("time_interval"), "invalid_choice"],
    ["no count", or(did({ value: "performed_event_multiple" })), at("operator_value"), "required"],
    [
      "an unknown comparison",
      or(did({ value: "performed_event_multiple", operator: "about", operator_value: 2 })),
      at("operator"),
      "invalid_choice",
    ],
    [
      "no second event",
      or(did({ value: "performed_event_sequence", ...recent })),
      at("seq_event"),
      "required",
    ],
    ["no recent time", or(did({ value: "stopped_performing_event" })), at("seq_time_value"), "required"],
    [
      "more periods than there are",
      or(did({ value: "performed_event_regularly", operator_value: 1, min_periods: 5, total_periods: 4 })),
      at("min_periods"),
      "invalid_input",
    ],
    ["filters that are none", or(did({ event_filters: "x" })), at("event_filters"), "invalid_input"],
    [
      "a filter that is none",
      or(did({ event_filters: ["x"] })),
      `${at("event_filters")}__0`,
      "invalid_input",
    ],
    ["groups without end", deep, `…${"__values__0".repeat(11)}`, "invalid_input"],
    [
      "conditions without end",
      or(...Array.from({ length: 201 }, () => person)),
      "…__values__200",
      "invalid_input",
    ],
  ])("%s", (_, properties, attr, code) => {
    expect(problem(properties)).toEqual([attr, code]);
  });
});

describe("cohortType", () => {
  const parse = (properties: JsonObject): CohortNode => {
    const result = parseCohort(properties, KNOWN);
    if (!result.ok) throw new Error(result.error.message);
    return result.value;
  };
  const inside = { type: "cohort", key: "id", value: 1 };
  const first = did({ value: "performed_event_first_time" });

  test.each<[string, CohortNode | "list", CohortNode | "list", string]>([
    ["a list", "list", "list", "static"],
    ["properties", parse(or(person)), "list", "person_property"],
    ["everyone", parse({}), "list", "person_property"],
    ["counts", parse(or(person, did())), "list", "behavioral"],
    ["life cycles", parse(or(did(), first)), "list", "analytical"],
    ["properties of another cohort", parse(or(inside)), parse(or(person)), "person_property"],
    ["behaviour of another cohort", parse(or(inside)), parse(or(first)), "analytical"],
    ["a list inside", parse(or(person, inside)), "list", "behavioral"],
    ["itself", parse(or(inside)), parse(or(inside)), "person_property"],
  ])("%s", (_, definition, other, expected) => {
    expect(cohortType(definition, new Map([[1, other]]))).toBe(expected);
  });
});
