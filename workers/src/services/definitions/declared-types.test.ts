import { expect, test } from "vitest";
import { typesOf } from "./declared-types.ts";

type Row = Parameters<typeof typesOf>[0][number];
const row = (over: Partial<Row>): Row => ({
  type: "event",
  groupTypeIndex: null,
  name: "a",
  propertyType: "Numeric",
  deletedAt: null,
  ...over,
});

test.each<[string, Row[], ReturnType<typeof typesOf>]>([
  ["of events", [row({})], { event: { a: "Numeric" }, person: {}, group: {} }],
  [
    "of persons",
    [row({ type: "person", propertyType: "Boolean" })],
    { event: {}, person: { a: "Boolean" }, group: {} },
  ],
  [
    "of groups, by type",
    [row({ type: "group", groupTypeIndex: 2, propertyType: "DateTime" })],
    { event: {}, person: {}, group: { 2: { a: "DateTime" } } },
  ],
  [
    "nothing said, gone, or no type of queries",
    [row({ propertyType: null }), row({ deletedAt: new Date(0) }), row({ propertyType: "Duration" })],
    { event: {}, person: {}, group: {} },
  ],
])("%s", (_, rows, expected) => {
  expect(typesOf(rows)).toEqual(expected);
});
