import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../events/types.ts";
import { checkPayload, checkSchema } from "./check.ts";

const product: JsonValue = {
  type: "object",
  required: ["name", "price"],
  additionalProperties: false,
  properties: {
    name: { type: "string", minLength: 1, maxLength: 5, pattern: "^[a-z]+$" },
    price: { type: "number", minimum: 0, exclusiveMaximum: 100 },
    count: { type: "integer" },
    tags: { type: "array", minItems: 1, maxItems: 2, items: { enum: ["new", "sale"] } },
    "a/b": { anyOf: [{ type: "null" }, { const: "x" }] },
    either: { oneOf: [{ type: "integer" }, { minimum: 10 }] },
  },
};
const good = { name: "shoe", price: 5 };

describe("payloads by their schema", () => {
  it.each<[string, JsonValue, string | null]>([
    ["a fitting one", good, null],
    ["all members", { ...good, count: 2, tags: ["new"], "a/b": null, either: 3 }, null],
    ["another type", "shoe", ": must be object, not string"],
    ["a missing member", { name: "shoe" }, ': lacks "price"'],
    ["an unknown member", { ...good, prize: 1 }, "/prize: is not allowed"],
    ["too short", { ...good, name: "" }, "/name: must have at least 1 characters, not 0"],
    ["too long", { ...good, name: "sneaker" }, "/name: must have at most 5 characters, not 7"],
    ["off the pattern", { ...good, name: "SHOE" }, '/name: must match "^[a-z]+$"'],
    ["too little", { ...good, price: -1 }, "/price: must be at least 0, not -1"],
    ["too much", { ...good, price: 100 }, "/price: must be less than 100, not 100"],
    ["no whole number", { ...good, count: 1.5 }, "/count: must be integer, not number"],
    ["too few", { ...good, tags: [] }, "/tags: must have at least 1 items, not 0"],
    ["a wrong item", { ...good, tags: ["new", "old"] }, '/tags/1: must be one of ["new","sale"]'],
    ["none of several", { ...good, "a/b": 1 }, "/a~1b: fits none of the forms of anyOf"],
    ["two of one", { ...good, either: 12 }, "/either: must fit one of the forms of oneOf, not 2"],
  ])("%s", (_, value, expected) => {
    const found = checkPayload(product, value);
    expect(found && `${found.path}: ${found.text}`).toBe(expected);
  });

  it("takes everything when nothing is asked", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => checkPayload({}, value as JsonValue) === null));
  });
});

describe("schemas", () => {
  it.each<[string, JsonValue, string | null]>([
    ["all of the above", product, null],
    ["remarks", { $schema: "x", title: "t", description: "d", default: 1, format: "email" }, null],
    ["no object", [], ": must be an object"],
    [
      "an unknown keyword",
      { items: { minLenght: 1 } },
      "/items/minLenght: is not a keyword that is checked here",
    ],
    ["an unknown type", { type: ["string", "text"] }, '/type: "text" is no type'],
    [
      "a pattern that no engine runs in linear time",
      { pattern: "(?=a)" },
      '/pattern: "(?=a)" is no pattern that runs in linear time',
    ],
    ["a bound that is no number", { minimum: "1" }, "/minimum: must be a number"],
    ["an empty list", { anyOf: [] }, "/anyOf: must be a list"],
  ])("%s", (_, schema, expected) => {
    const found = checkSchema(schema);
    expect(found && `${found.path}: ${found.text}`).toBe(expected);
  });

  it("refuses what is nested too deep", () => {
    let schema: JsonValue = {};
    for (let i = 0; i < 40; i++) schema = { items: schema };
    expect(checkSchema(schema)?.text).toContain("nested deeper");
  });
});
