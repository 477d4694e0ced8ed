import type { CohortRow } from "@edgewise/db/mysql/repos/cohorts.ts";
import { describe, expect, test } from "vitest";
import { ApiError } from "../../http/errors.ts";
import { type FiltersBody, filtersBody } from "./body.ts";
import { checkFilters, encodePayloads } from "./check-filters.ts";

const cohort = (id: number, type: string): [number, CohortRow] => {
  const filters = {
    properties: { type: "OR", values: [{ type: "AND", values: [{ type, key: "x", value: 1 }] }] },
  };
  const now = new Date(0);
  const rest = { description: "", query: null, isStatic: false, deleted: false, version: 1, createdBy: null };
  return [id, { id, projectId: 1, name: `c${id}`, filters, ...rest, createdAt: now, updatedAt: now }];
};
const context = {
  cohorts: new Map([cohort(1, "person"), cohort(2, "behavioral")]),
  flags: new Set(["base", "7"]),
};

const problem = (filters: object) => {
  try {
    checkFilters(filtersBody.parse(filters), context);
  } catch (error) {
    if (error instanceof ApiError) return { attr: error.options.attr, code: error.code };
    throw error;
  }
  return null;
};
const property = (...properties: object[]) => ({ groups: [{}, { properties }] });
const schema = { type: "object", properties: { a: { type: "number" } } };
const at = (field: string, index = 0) => `filters__groups__1__properties__${index}__${field}`;

describe("filters that work", () => {
  test.each<[string, object]>([
    ["no condition", { groups: [] }],
    ["everyone", { groups: [{}] }],
    ["a property", property({ key: "email", value: "x", operator: "exact" })],
    [
      "a pattern as the edge reads it",
      property({ key: "a", operator: "regex", value: "(?i)ours|[[:alpha:]]" }),
    ],
    ["presence needs no value", property({ key: "email", operator: "is_set" })],
    ["a value of false or 0 is a value", property({ key: "a", value: false }, { key: "b", value: 0 })],
    ["a cohort of properties", property({ key: "id", type: "cohort", value: 1 })],
    ["a cohort by its number as text", property({ key: "id", type: "cohort", value: "1" })],
    [
      "a flag by key and by number",
      property({ key: "base", type: "flag", value: true }, { key: 7, type: "flag", value: true }),
    ],
    [
      "a group property with its type",
      property({ key: "size", value: 1, type: "group", group_type_index: 0 }),
    ],
    [
      "a group property in a condition on groups",
      { aggregation_group_type_index: 0, ...property({ key: "size", value: 1, type: "group" }) },
    ],
    [
      "a condition back on persons",
      {
        aggregation_group_type_index: 0,
        groups: [{ aggregation_group_type_index: null, properties: [{ key: "a", value: 1 }] }],
      },
    ],
    [
      "thirds",
      {
        groups: [],
        multivariate: {
          variants: [33.34, 33.33, 33.33].map((rollout_percentage, i) => ({
            key: `v${i}`,
            rollout_percentage,
          })),
        },
      },
    ],
    ["a payload", { groups: [], payloads: { true: '{"a":1}' } }],
    ["a payload of its schema", { groups: [], payloads: { true: '{"a":1}' }, payload_schema: schema }],
  ])("%s", (_, filters) => {
    expect(problem(filters)).toBeNull();
  });
});

describe("filters that never could", () => {
  test.each<[string, object, string, string]>([
    ["an unknown cohort", property({ key: "id", type: "cohort", value: 9 }), at("value"), "does_not_exist"],
    ["behaviour", property({ key: "id", type: "cohort", value: 2 }), at("value"), "behavioral_cohort_found"],
    [
      "an unknown flag",
      property({ key: "a", value: 1 }, { key: "nope", type: "flag", value: true }),
      at("key", 1),
      "does_not_exist",
    ],
    ["no value", property({ key: "a", operator: "gt" }), at("value"), "required"],
    [
      "a broken expression",
      property({ key: "a", operator: "not_regex", value: "[" }),
      at("value"),
      "invalid_input",
    ],
    [
      "two variants of one key",
      {
        groups: [],
        multivariate: {
          variants: [
            { key: "a", rollout_percentage: 50 },
            { key: "a", rollout_percentage: 50 },
          ],
        },
      },
      "filters__multivariate__variants__1__key",
      "invalid_input",
    ],
    [
      "shares beyond 100",
      {
        groups: [],
        multivariate: {
          variants: [
            { key: "a", rollout_percentage: 60 },
            { key: "b", rollout_percentage: 50 },
          ],
        },
      },
      "filters__multivariate__variants",
      "invalid_input",
    ],
    [
      "an override without variants",
      { groups: [{ variant: "a" }] },
      "filters__groups__0__variant",
      "does_not_exist",
    ],
    [
      "a boolean's payload under another name",
      { groups: [], payloads: { on: "1" } },
      "filters__payloads__on",
      "invalid_input",
    ],
    [
      "a payload that breaks the schema",
      { groups: [], payloads: { true: '{"a":"1"}' }, payload_schema: schema },
      "filters__payloads__true",
      "invalid_input",
    ],
    [
      "a schema that would not be checked",
      { groups: [], payload_schema: { propertys: {} } },
      "filters__payload_schema",
      "invalid_input",
    ],
  ])("%s", (_, filters, attr, code) => {
    expect(problem(filters)).toEqual({ attr, code });
  });
});

test.each<[FiltersBody["payloads"], object | null | undefined]>([
  [undefined, undefined],
  [null, null],
  [{ true: '{"a":1}' }, { true: '{"a":1}' }],
  [{ true: { a: 1 } }, { true: '{"a":1}' }],
  [
    { a: 5, b: "6" },
    { a: "5", b: "6" },
  ],
])("payloads %j are stored as %j", (payloads, expected) => {
  expect(encodePayloads({ groups: [], payloads }).payloads).toEqual(expected);
});
