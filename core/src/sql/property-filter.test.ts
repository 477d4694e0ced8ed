import { describe, expect, it } from "vitest";
import type { JsonValue } from "../events/types.ts";
import { call, field } from "./build.ts";
import { printHogQL } from "./print-hogql.ts";
import { type FilterContext, propertyFiltersToExpr } from "./property-filter.ts";

const context: FilterContext = {
  timezone: "Europe/Berlin",
  now: Date.parse("2026-01-08T10:30:00Z"),
  propertyTypes: { event: { flag: "Boolean" } },
  cohorts: new Map([1, 2].map((id) => [id, { id, name: `C${id}` }])),
  parser: {
    parseExpr: (text) =>
      text === "ok"
        ? { ok: true, value: call("notEmpty", field("event")) }
        : { ok: false, error: { code: "syntax", message: "no viable alternative" } },
  },
};

type Filters = Parameters<typeof propertyFiltersToExpr>[0];

function text(filters: Filters, scope?: Parameters<typeof propertyFiltersToExpr>[2]): string {
  const result = propertyFiltersToExpr(filters, context, scope);
  return result.ok ? printHogQL(result.value) : `error: ${result.error.message}`;
}

const one = (filter: Record<string, JsonValue>): string => text([filter]);
const plan = (operator: string, value: JsonValue): string => one({ key: "plan", operator, value });

describe("operators", () => {
  it.each<[string, JsonValue, string]>([
    ["exact", "a", "(properties.plan = 'a')"],
    ["exact", ["a"], "(properties.plan = 'a')"],
    ["exact", ["a", "b"], "(properties.plan IN ('a', 'b'))"],
    ["exact", [], "true"],
    ["exact", 5, "(properties.plan = 5)"],
    ["is_not", "a", "(properties.plan != 'a')"],
    ["is_not", ["a", "b"], "((properties.plan = NULL) OR (properties.plan NOT IN ('a', 'b')))"],
    ["in", ["a", "b"], "(properties.plan IN ('a', 'b'))"],
    ["icontains", "50%_", "(properties.plan ILIKE '%50\\\\%\\\\_%')"],
    ["icontains", ["a", "b"], "((properties.plan ILIKE '%a%') OR (properties.plan ILIKE '%b%'))"],
    [
      "not_icontains",
      ["a", "b"],
      "((properties.plan NOT ILIKE '%a%') AND (properties.plan NOT ILIKE '%b%'))",
    ],
    ["starts_with", "a", "(properties.plan ILIKE 'a%')"],
    ["ends_with", "a", "(properties.plan ILIKE '%a')"],
    ["not_starts_with", "a", "(properties.plan NOT ILIKE 'a%')"],
    ["regex", "^a", "(properties.plan =~ '^a')"],
    ["not_regex", "^a", "(properties.plan !~ '^a')"],
    ["gt", "5", "(properties.plan > 5)"],
    ["gte", "x", "(properties.plan >= 'x')"],
    ["min", 5, "(properties.plan >= 5)"],
    ["max", 5, "(properties.plan <= 5)"],
    ["lt", 5, "(properties.plan < 5)"],
    ["between", [1, "9"], "((properties.plan >= 1) AND (properties.plan <= 9))"],
    ["not_between", [1, 9], "((properties.plan < 1) OR (properties.plan > 9))"],
    ["is_set", null, "(properties.plan != NULL)"],
    ["is_not_set", null, "(properties.plan = NULL)"],
    [
      "is_date_before",
      "2026-01-05",
      "(toDateTime(properties.plan) < toDateTime64('2026-01-04T23:00:00.000Z', 3))",
    ],
    [
      "is_date_after",
      "2026-01-05",
      "(toDateTime(properties.plan) >= toDateTime64('2026-01-05T23:00:00.000Z', 3))",
    ],
    [
      "is_date_after",
      "2026-01-05T10:00:00Z",
      "(toDateTime(properties.plan) > toDateTime64('2026-01-05T10:00:00.000Z', 3))",
    ],
    [
      "is_date_exact",
      "2026-01-05",
      "((toDateTime(properties.plan) >= toDateTime64('2026-01-04T23:00:00.000Z', 3)) AND (toDateTime(properties.plan) < toDateTime64('2026-01-05T23:00:00.000Z', 3)))",
    ],
    ["is_date_before", "-7d", "(toDateTime(properties.plan) < toDateTime64('2026-01-01T10:30:00.000Z', 3))"],
  ])("%s %j", (operator, value, expected) => {
    expect(plan(operator, value)).toBe(expected);
  });

  it.each<[string, JsonValue, string]>([
    ["wat", "a", 'Unknown operator "wat".'],
    ["constructor", "a", 'Unknown operator "constructor".'],
    ["between", [1], 'Operators "between" and "not_between" need a list of two values.'],
    ["is_date_before", "soon", '"soon" is not a date: write e.g. "2026-01-31" or "-7d".'],
    ["is_date_before", "2026-02-31", '"2026-02-31" is not a date: write e.g. "2026-01-31" or "-7d".'],
    ["semver_eq", "one", '"one" is not a version: write e.g. "1.2.3".'],
    ["semver_eq", "1.*", '"1.*" has a wildcard: use semver_wildcard.'],
    ["exact", [{ a: 1 }], "Filter values are text, numbers or booleans."],
  ])("%s %j is refused", (operator, value, message) => {
    expect(plan(operator, value)).toBe(`error: ${message}`);
  });

  it.each([
    ["semver_tilde", "1.2.3", [1, 2, 3], [1, 3, 0]],
    ["semver_tilde", "1", [1, 0, 0], [2, 0, 0]],
    ["semver_caret", "1.2.3", [1, 2, 3], [2, 0, 0]],
    ["semver_caret", "0.2.3", [0, 2, 3], [0, 3, 0]],
    ["semver_caret", "0.0.3", [0, 0, 3], [0, 0, 4]],
    ["semver_wildcard", "1.2.*", [1, 2, 0], [1, 3, 0]],
    ["semver_wildcard", "1.*", [1, 0, 0], [2, 0, 0]],
    ["semver_wildcard", "v2.x", [2, 0, 0], [3, 0, 0]],
  ])("%s %s spans %j to %j", (operator, value, low, high) => {
    const expr = plan(operator, value);
    expect(expr).toContain(`greaterOrEquals(`);
    expect(expr).toContain(`[${low.join(", ")}]`);
    expect(expr).toContain(`[${high.join(", ")}]`);
  });
});

describe("types", () => {
  it.each<[Record<string, JsonValue>, string]>([
    [{ key: "a b", value: "x" }, "(properties.`a b` = 'x')"],
    [{ key: "flag", value: "true" }, "(properties.flag = true)"],
    [{ key: "$elements_chain", value: "x" }, "(elements_chain = 'x')"],
    [{ type: "feature", key: "$feature/new", value: "a" }, "(properties.`$feature/new` = 'a')"],
    [{ type: "person", key: "email", value: "x" }, "(person.properties.email = 'x')"],
    [
      { type: "person", key: "distinct_id", operator: "not_icontains", value: "x" },
      "not((person_key IN (SELECT person_key FROM person_distinct_ids WHERE (toString(distinct_id) ILIKE '%x%'))))",
    ],
    [{ type: "person", key: "distinct_id", operator: "is_not", value: [] }, "true"],
    [
      { key: "$exception_types", value: ["A", "B"], operator: "is_not" },
      "not(arrayExists((item_of_list) -> (item_of_list IN ('A', 'B')), JSONExtract(ifNull(properties.$exception_types, ''), 'Array(String)')))",
    ],
    [{ type: "person_metadata", key: "created_at", operator: "is_set" }, "(person.created_at != NULL)"],
    [{ type: "event_metadata", key: "session_id", value: "s" }, "($session_id = 's')"],
    [{ type: "event_metadata", key: "$group_1", value: "g" }, "($group_1 = 'g')"],
    [
      { type: "session", key: "$session_duration", operator: "gt", value: 10 },
      "(session.$session_duration > 10)",
    ],
    [{ type: "group", key: "name", value: "x", group_type_index: 2 }, "(group_2.properties.name = 'x')"],
    [{ type: "group", key: "$group_key", value: "x", group_type_index: 0 }, "($group_0 = 'x')"],
    [{ type: "hogql", key: "ok" }, "notEmpty(event)"],
    [{ type: "element", key: "href", value: "/x" }, "(elements_chain_href = '/x')"],
    [
      { type: "element", key: "tag_name", value: "a", operator: "is_not" },
      "not((elements_chain =~ '(^|;)a(\\\\.|$|;|:)'))",
    ],
    [
      { type: "cohort", key: "id", value: 1 },
      "(person_key IN (SELECT person_key FROM cohort_people WHERE (cohort_id = 1)))",
    ],
    [
      { type: "static-cohort", key: "id", value: ["1", 2], operator: "not_in" },
      "not((person_key IN (SELECT person_key FROM cohort_people WHERE (cohort_id IN (1, 2)))))",
    ],
    [
      { type: "cohort", key: "id", value: 2, operator: "not_in", negation: true },
      "(person_key IN (SELECT person_key FROM cohort_people WHERE (cohort_id = 2)))",
    ],
    [{ type: "cohort", key: "id" }, "true"],
    [{ type: "empty" }, "true"],
    [{ type: "flag", key: "3", value: true }, "true"],
    [{ key: "" }, "true"],
    [{}, "true"],
  ])("%j", (filter, expected) => {
    expect(one(filter)).toBe(expected);
  });

  it.each<[Record<string, JsonValue>, string]>([
    [{ type: "cohort", key: "id", value: 9 }, "Cohort 9 does not exist: it may be deleted."],
    [{ type: "cohort", key: "id", value: "x" }, 'A cohort filter needs the cohort\'s number, not "x".'],
    [
      { type: "behavioral", key: "x", value: 1 },
      'Filters of type "behavioral" can\'t be used here. Behaviour belongs into a cohort: filter by that cohort.',
    ],
    [
      { type: "recording", key: "duration", value: 1 },
      'Filters of type "recording" can\'t be used here. Recordings are filtered in the list of recordings.',
    ],
    [
      { type: "data_warehouse", key: "a.b", value: 1 },
      "Filters of type \"data_warehouse\" can't be used here. There are no tables besides the project's own.",
    ],
    [{ type: "toString", key: "x", value: 1 }, 'Filters of type "toString" are not supported here.'],
    [
      { type: "group", key: "x", value: 1, group_type_index: 9 },
      'Group filter "x" needs "group_type_index" 0 to 4.',
    ],
    [{ type: "event_metadata", key: "batch", value: 1 }, 'Events have no field "batch".'],
    [{ type: "person_metadata", key: "version", value: 1 }, 'Persons have no field "version".'],
    [{ type: "session", key: "a b", value: 1 }, 'Sessions have no field "a b".'],
    [{ type: "hogql", key: "nope(" }, 'SQL filter "nope(": no viable alternative'],
    [
      { type: "element", key: "color", value: "x" },
      'Elements have no "color": use tag_name, text, href or selector.',
    ],
    [
      { type: "element", key: "selector", value: "a", operator: "regex" },
      '"selector" takes the operators exact and is_not, not "regex".',
    ],
    [{ type: "element", key: "selector", value: "a + b" }, 'Selector "a + b": "+" isn\'t supported.'],
  ])("%j is refused", (filter, message) => {
    expect(one(filter)).toBe(`error: ${message}`);
  });
});

describe("groups and scopes", () => {
  const a = { key: "a", value: 1 };
  const b = { key: "b", value: 2 };
  it.each<[Filters, string]>([
    [undefined, "true"],
    [null, "true"],
    [[], "true"],
    [{}, "true"],
    [[a, b], "((properties.a = 1) AND (properties.b = 2))"],
    [{ type: "OR", values: [a, b] }, "((properties.a = 1) OR (properties.b = 2))"],
    [{ type: "OR", values: [] }, "true"],
    [
      { type: "AND", values: [{ type: "OR", values: [a, b] }, a] },
      "(((properties.a = 1) OR (properties.b = 2)) AND (properties.a = 1))",
    ],
    [a, "(properties.a = 1)"],
    [["x"], 'error: A property filter must be an object, not "x".'],
  ])("%j", (filters, expected) => {
    expect(text(filters)).toBe(expected);
  });

  it("bounds nesting", () => {
    let deep: JsonValue = a;
    for (let i = 0; i < 30; i++) deep = { type: "AND", values: [deep] };
    expect(text([deep])).toBe("error: Property filters are nested too deeply.");
  });

  it.each<["person" | "session" | "group", Record<string, JsonValue>, string]>([
    ["person", { type: "person", key: "email", value: "x" }, "(properties.email = 'x')"],
    [
      "person",
      { type: "event", key: "a", value: "x" },
      'error: Filters of type "event" can\'t be used on persons.',
    ],
    ["group", { type: "group", key: "name", value: "x", group_type_index: 0 }, "(properties.name = 'x')"],
    ["session", { type: "session", key: "$entry_pathname", value: "/" }, "($entry_pathname = '/')"],
  ])("on %ss: %j", (scope, filter, expected) => {
    expect(text([filter], scope)).toBe(expected);
  });
});
