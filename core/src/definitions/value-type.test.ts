import { expect, test } from "vitest";
import { type Looks, valueType } from "./value-type.ts";

const looks = (over: Partial<Looks>): Looks => ({ count: 3, numbers: 0, booleans: 0, dates: 0, ...over });

test.each<[string, Looks, string]>([
  ["all numbers", looks({ numbers: 3 }), "Numeric"],
  ["all booleans", looks({ booleans: 3 }), "Boolean"],
  ["all dates", looks({ dates: 3 }), "DateTime"],
  ["one that is none", looks({ numbers: 2 }), "String"],
  ["a mixture", looks({ numbers: 1, booleans: 2 }), "String"],
])("%s", (_, given, expected) => {
  expect(valueType(given)).toBe(expected);
});
