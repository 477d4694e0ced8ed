import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonTextError, parseTolerantly } from "./tolerant-json.ts";

describe("parseTolerantly", () => {
  it.each<[string, string, unknown]>([
    ["NaN", '{"a":NaN}', { a: null }],
    ["Infinity", "[Infinity,-Infinity]", [null, null]],
    ["python nan", "[nan,-inf]", [null, null]],
    ["number too large", "[1e999]", [null]],
    ["raw newline in a string", '{"a":"x\ny"}', { a: "x\ny" }],
    ["raw control character", '["\u0001"]', ["\u0001"]],
    ["broken unicode escape", '["\\u12G4"]', ["\ufffd12G4"]],
    ["unknown escape", '["\\x41"]', ["x41"]],
    ["trailing commas", '{"a":[1,2,],}', { a: [1, 2] }],
    ["byte order mark", "\ufeff[1]", [1]],
    ["leading zeros", "[007]", [7]],
    ["all escapes", '["\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041"]', ['"\\/\b\f\n\r\tA']],
    ["scalars", "true", true],
  ])("%s", (_name, text, expected) => {
    expect(parseTolerantly(text)).toEqual(expected);
  });

  it.each([
    ["empty", ""],
    ["word", "hello"],
    ["unterminated string", '{"a":"b'],
    ["unterminated object", '{"a":1'],
    ["missing colon", '{"a" 1}'],
    ["missing comma", "[1 2]"],
    ["key without quotes", "{a:1}"],
    ["text after the value", "{} x"],
    ["escape at the end", '"\\'],
    ["unterminated deep tree", "[".repeat(1000)],
  ])("refuses %s", (_name, text) => {
    expect(() => parseTolerantly(text)).toThrow(JsonTextError);
  });

  it("cuts what is nested too deeply and keeps the neighbours", () => {
    const deep = `${"[".repeat(100_000)}"]"${"]".repeat(100_000)}`;
    const parsed = parseTolerantly(`{"deep":${deep},"next":NaN,"last":1}`) as { last: number };
    expect(parsed.last).toBe(1);
    expect(JSON.stringify(parsed).length).toBeLessThan(2000);
  });

  it("keeps __proto__ a plain key", () => {
    const parsed = parseTolerantly('{"__proto__":{"x":1}}') as object;
    expect(Object.keys(parsed)).toEqual(["__proto__"]);
    expect("x" in parsed).toBe(false);
  });

  it("agrees with JSON.parse on JSON", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.stringify(parseTolerantly(text))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });
});
