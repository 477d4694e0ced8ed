import { expect, test } from "vitest";
import { textTable } from "./text-table.ts";

test.each<[string, string[], unknown[][], boolean, string]>([
  ["no rows", ["a", "b"], [], true, "a|b"],
  [
    "values of every type",
    ["a"],
    [[1], ["x"], [null], [true], [["y"]], [{ k: 1 }]],
    true,
    'a\n1\nx\n\ntrue\n["y"]\n{"k":1}',
  ],
  ["separators and line ends stay inside their cell", ["a", "b"], [["x|y", "1\n2"]], true, "a|b\nx\\|y|1 2"],
  ["long cells are cut", ["a"], [["x".repeat(300)]], true, `a\n${"x".repeat(200)}…`],
  ["unless all of them is wanted", ["a"], [["x".repeat(300)]], false, `a\n${"x".repeat(300)}`],
])("%s", (_, columns, rows, truncate, expected) => {
  expect(textTable(columns, rows, truncate)).toBe(expected);
});
