import type { JsonObject } from "@edgewise/core/events/types.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { keyOf } from "./event-rows.ts";
import { personId } from "./sql-bed.ts";
import { startTrendsBed, type TrendsBed, view } from "./trends-bed.ts";

/** Filters that ask more than one column, on the real engine. */

let bed: TrendsBed;
const ENVIRONMENT = 11;
const DAY = "2026-01-08T01:00:00.000Z";
const text = (...texts: string[]) => texts.map((one) => `span:nth-child="1"text="${one}"`).join(";");

beforeAll(async () => {
  bed = await startTrendsBed();
  const failed = (user: string, types: string) =>
    view(user, DAY, { properties: { $exception_types: types } });
  await bed.runner.insert(ENVIRONMENT, [
    failed("ann", '["TypeError","RangeError"]'),
    failed("bob", '["RangeError"]'),
    failed("cat", "no list"),
    view("dan", DAY, { elements: text("Buy", "Shop") }),
    view("eve", DAY, { elements: text("Help") }),
  ]);
  const ids = [
    ["ann", "ann"],
    ["ann", "ann@work.test"],
    ["bob", "bob"],
  ].map(([user = "", id = ""]) => ({
    environment_id: ENVIRONMENT,
    distinct_key: keyOf(id),
    distinct_id: id,
    person_id: personId(user),
    person_key: keyOf(user),
    is_deleted: 0,
    version: 1,
  }));
  const rows = ids.map((row) => JSON.stringify(row)).join("\n");
  const inserted = await bed.runner.warehouse.insert("person_distinct_ids", rows, "ids");
  if (!inserted.ok) throw new Error(inserted.error.message);
});
afterAll(() => bed?.runner.close());

const types = (operator: string, value?: JsonObject[string]): JsonObject => ({
  key: "$exception_types",
  operator,
  ...(value === undefined ? {} : { value }),
});
const id = (operator: string, value: JsonObject[string]): JsonObject => ({
  type: "person",
  key: "distinct_id",
  operator,
  value,
});
const shown = (operator: string, value?: JsonObject[string]): JsonObject => ({
  type: "element",
  key: "text",
  operator,
  ...(value === undefined ? {} : { value }),
});

it.each<[JsonObject, number]>([
  [types("exact", "TypeError"), 1],
  [types("exact", ["TypeError", "RangeError"]), 2],
  [types("icontains", "error"), 2],
  [types("is_not", "TypeError"), 4],
  [types("not_regex", "^Range"), 3],
  [types("is_set"), 2],
  [types("is_not_set"), 3],
  [types("is_not", []), 5],
  [id("exact", "ann@work.test"), 1],
  [id("icontains", "work"), 1],
  [id("is_not", "ann@work.test"), 4],
  [id("in", ["ann", "bob"]), 2],
  [shown("exact", "Shop"), 1],
  [shown("not_icontains", "shop"), 4],
  [shown("is_not", ["Shop", "Help"]), 3],
  [shown("is_set"), 2],
  [shown("is_not_set"), 3],
  [
    { type: "OR", values: [types("exact", "TypeError"), { type: "AND", values: [shown("exact", "Help")] }] },
    2,
  ],
])("%j", async (filter, expected) => {
  const { items } = await bed.trends(
    { dateRange: { date_from: "dStart" }, properties: [filter] },
    { environmentId: ENVIRONMENT },
  );
  expect(items[0]?.data).toEqual([expected]);
});
