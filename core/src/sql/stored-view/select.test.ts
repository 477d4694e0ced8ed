import { expect, it } from "vitest";
import { printHogQL } from "../print-hogql.ts";
import { readableType, storedViewSelect } from "./select.ts";

it.each([
  ["UInt64", "UInt64"],
  ["LowCardinality(String)", "String"],
  ["Array(LowCardinality(Nullable(String)))", "Array(Nullable(String))"],
  ["Map(LowCardinality(String), LowCardinality(String))", "Map(String, String)"],
  ["Nullable(Nothing)", "Nullable(String)"],
  ["Array(Nothing)", "Array(String)"],
  ["DateTime64(6, 'UTC')", "DateTime64(6, 'UTC')"],
])("%s is read from JSON as %s", (type, expected) => {
  expect(readableType(type)).toBe(expected);
});

it("no name of a column is taken for the table's own", () => {
  const columns = ["run", "cells", "view_id"].map((name) => ({ name, type: "String" }));
  expect(printHogQL(storedViewSelect({ id: "v", run: 3, columns }))).toBe(
    "SELECT JSONExtract(`$cells of the stored run`, 1, 'String') AS run, JSONExtract(`$cells of the stored run`, 2, 'String') AS cells, JSONExtract(`$cells of the stored run`, 3, 'String') AS view_id FROM (SELECT cells AS `$cells of the stored run` FROM view_rows WHERE (view_id = 'v') AND (run = 3) ORDER BY number ASC)",
  );
});
