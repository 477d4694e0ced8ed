import fc from "fast-check";
import { expect, it } from "vitest";
import { fromField, toField, typeOfValue, type ValueType } from "./property-value.ts";

it.each<[unknown, ValueType]>([
  ["a", "text"],
  ["12", "text"],
  [12, "number"],
  [false, "boolean"],
  [null, "json"],
  [["a"], "json"],
])("%j is %s", (value, type) => expect(typeOfValue(value)).toBe(type));

it.each<[string, ValueType, unknown]>([
  ["12", "text", "12"],
  ["12.5", "number", 12.5],
  ["true", "boolean", true],
  ["false", "boolean", false],
  ['["a"]', "json", ["a"]],
])("%s as %s", (text, type, value) => expect(fromField(text, type)).toEqual({ ok: true, value }));

it.each<[string, ValueType]>([
  ["", "number"],
  ["12 apples", "number"],
  ["Infinity", "number"],
  ["{", "json"],
])("%j is no %s", (text, type) => expect(fromField(text, type).ok).toBe(false));

it("gives every value back as it was", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const back = fromField(toField(value), typeOfValue(value));
      expect(back).toEqual({ ok: true, value: JSON.parse(JSON.stringify(value)) });
    }),
  );
});
