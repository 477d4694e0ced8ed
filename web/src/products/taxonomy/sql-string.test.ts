import { expect, it } from "vitest";
import { sqlString } from "./sql-string.ts";

it.each([
  ["plain", "'plain'"],
  ["it's", "'it\\'s'"],
  ["\\' or 1=1", "'\\\\\\' or 1=1'"],
])("sqlString(%s)", (text, expected) => expect(sqlString(text)).toBe(expected));
