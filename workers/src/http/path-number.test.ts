import { expect, test } from "vitest";
import { pathNumber } from "./path-number.ts";

test.each<[string, number]>([
  ["1", 1],
  ["000042", 42],
  ["999999999", 999_999_999],
])("%s", (text, expected) => {
  expect(pathNumber(text)).toBe(expected);
});

test.each(["", "abc", "-1", "1.5", "1e3", "99999999999"])("%j names nothing", (text) => {
  expect(() => pathNumber(text)).toThrow("Not found.");
});
