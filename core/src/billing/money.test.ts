import { expect, test } from "vitest";
import { formatUnitPrice, formatUsd, mulDiv, total } from "./money.ts";

test.each<[number, number, number, number]>([
  [0, 5, 3, 0],
  [7, 1, 2, 3],
  [1_000_000_000, 100_000_000_000, 1_000_000, 100_000_000_000_000],
  [Number.MAX_SAFE_INTEGER, 1_000_000, 1_000_000, Number.MAX_SAFE_INTEGER],
])("mulDiv %i · %i / %i = %i", (a, b, divisor, expected) => {
  expect(mulDiv(a, b, divisor)).toBe(expected);
});

test("amounts beyond safe integers throw instead of losing a cent", () => {
  expect(() => mulDiv(Number.MAX_SAFE_INTEGER, 2, 1)).toThrow(RangeError);
  expect(() => total([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError);
  expect(total([1, 2, -4])).toBe(-1);
});

test.each<[number, string]>([
  [0, "$0.00"],
  [9_999, "$0.00"],
  [1_234_567_890, "$1,234.56"],
  [-2_500_000, "-$2.50"],
])("formatUsd %i = %s", (amount, text) => {
  expect(formatUsd(amount)).toBe(text);
});

test.each<[number, string]>([
  [34_300_000, "$0.0000343"],
  [100_000_000_000, "$0.10"],
  [15_000_000_000_000, "$15.00"],
  [1_250_000, "$0.00000125"],
])("formatUnitPrice %i = %s", (perMillion, text) => {
  expect(formatUnitPrice(perMillion)).toBe(text);
});
