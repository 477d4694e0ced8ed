import { expect, test } from "vitest";
import { csvOf } from "./csv.ts";

test.each<[string, Record<string, unknown>[], string]>([
  ["nothing", [], ""],
  ["all fields of all rows", [{ a: 1 }, { b: true }], "a,b\r\n1,\r\n,true"],
  ["quotes, commas and lines", [{ a: 'x "y", z\n' }], 'a\r\n"x ""y"", z\n"'],
  ["objects as JSON", [{ a: [1, 2] }], 'a\r\n"[1,2]"'],
  ["no formulas", [{ a: "=1+1", b: -5 }], "a,b\r\n'=1+1,-5"],
])("%s", (_, rows, expected) => {
  expect(csvOf(rows)).toBe(expected);
});
