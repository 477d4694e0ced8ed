import { describe, expect, it } from "vitest";
import { propertyExpression, sqlString } from "./property-sql.ts";

describe("propertyExpression", () => {
  it.each([
    ["$browser", "properties.`$browser`"],
    ["with space", "properties.`with space`"],
    ["a`; drop", "properties.`a\\`; drop`"],
    ["back\\slash", "properties.`back\\\\slash`"],
  ])("%s", (key, expected) => expect(propertyExpression(key)).toBe(expected));
});

describe("sqlString", () => {
  it.each([
    ["plain", "'plain'"],
    ["it's", "'it\\'s'"],
    ["\\' or 1=1", "'\\\\\\' or 1=1'"],
  ])("%s", (text, expected) => expect(sqlString(text)).toBe(expected));
});
