import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../events/types.ts";
import { makeReader } from "./reader.ts";
import { asciiLower, numericForm, stringForm } from "./values.ts";

describe("stringForm", () => {
  it.each<[JsonValue, string]>([
    ["text", "text"],
    [1.5, "1.5"],
    [true, "true"],
    [null, "null"],
    [[1, "a", null], '[1,"a",null]'],
    [{ b: { d: 1, c: 2 }, a: [] }, '{"a":[],"b":{"c":2,"d":1}}'],
  ])("%j", (value, text) => expect(stringForm(value)).toBe(text));
});

describe("asciiLower", () => {
  it.each([
    ["ABC xyz", "abc xyz"],
    ["ÄB", "Äb"],
    ["ÄB", "Äb"],
    ["", ""],
  ])("%s", (text, lower) => expect(asciiLower(text)).toBe(lower));
});

describe("numericForm", () => {
  it.each<[JsonValue, number | null]>([
    [3, 3],
    ["3", 3],
    ["-.5", -0.5],
    ["5.", 5],
    ["1e-3", 0.001],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["-inf", Number.NEGATIVE_INFINITY],
    ["nan", Number.NaN],
    ["", null],
    [" 3", null],
    ["0x10", null],
    ["3px", null],
    [true, null],
    [null, null],
    [[3], null],
  ])("%j", (value, number) => expect(numericForm(value)).toBe(number));
});

describe("makeReader", () => {
  const person = { $browser: "Firefox", utm_source: "mail", $initial_os: "Linux", $os: "Mac" };
  it.each([
    ["$initial_browser", "Firefox"],
    ["$initial_utm_source", "mail"],
    ["$initial_os", "Linux"],
    ["$initial_nothing", undefined],
    ["constructor", undefined],
    ["toString", undefined],
    ["__proto__", undefined],
  ])("%s", (key, expected) => expect(makeReader(key, true)(person)).toBe(expected));

  it("reads own properties only, whatever their names", () => {
    expect(makeReader("constructor", true)(JSON.parse('{"constructor":"x"}'))).toBe("x");
    expect(makeReader("$initial_browser", false)(person)).toBeUndefined();
    expect(makeReader("x", false)(undefined)).toBeUndefined();
  });
});
