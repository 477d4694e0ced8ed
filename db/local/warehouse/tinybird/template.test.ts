import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderTemplate } from "./template.ts";

describe("renderTemplate", () => {
  it.each([
    ["a string", "{{String(x)}}", { x: "it's \\" }, "'it\\'s \\\\'"],
    ["an integer", "{{ UInt32( x ) }}", { x: "42" }, "42"],
    ["a negative integer", "{{Int8(x)}}", { x: "-128" }, "-128"],
    ["a float", "{{Float64(x)}}", { x: "1.5e3" }, "1500"],
    ["a boolean", "{{Boolean(x)}}", { x: "true" }, "1"],
    ["a date", "{{Date(x)}}", { x: "2026-01-02" }, "'2026-01-02'"],
    ["a time", "{{DateTime64(x)}}", { x: "2026-01-02 03:04:05.678" }, "'2026-01-02 03:04:05.678'"],
    ["a column", "{{column(x)}}", { x: "event" }, "`event`"],
    ["a list in one value", "{{Array(x, 'Int32')}}", { x: "1,2" }, "[1, 2]"],
    ["a repeated parameter", "{{Array(x)}}", { x: ["a", "b,c"] }, "['a', 'b,c']"],
    ["the last of a repeated parameter", "{{UInt8(x)}}", { x: ["1", "2"] }, "2"],
    ["a default", "{{UInt32(x, 100)}}", {}, "100"],
    ["a quoted default", "{{String(x, 'a, b', description='c')}}", {}, "'a, b'"],
    ["a named default", "{{String(x, default='a', required=False)}}", {}, "'a'"],
    ["a value over a default", "{{UInt32(x, 100)}}", { x: "5" }, "5"],
    ["a kept branch", "a{% if defined(x) %} b{% end %} c", { x: "" }, "a b c"],
    ["a dropped branch", "a{% if defined(x) %} b {{UInt8(x)}}{% end %} c", {}, "a c"],
    ["else", "{% if defined(x) %}1{% else %}2{% end %}", {}, "2"],
    ["elif", "{% if x == 'a' %}1{% elif x == 'b' %}2{% else %}3{% end %}", { x: "b" }, "2"],
    ["nested branches", "{% if defined(x) %}{% if defined(y) %}1{% end %}2{% end %}3", { x: "" }, "23"],
    [
      "an else in a dropped branch",
      "{% if defined(x) %}{% if defined(y) %}1{% else %}2{% end %}{% end %}3",
      {},
      "3",
    ],
    ["not", "{% if not defined(x) %}1{% end %}", {}, "1"],
    ["and", "{% if defined(x) and defined(y) %}1{% end %}2", { x: "" }, "2"],
    ["or", "{% if defined(x) or x != 'a' %}1{% end %}", {}, "1"],
  ])("prints %s", (_, sql, params, expected) => {
    expect(renderTemplate(sql, params as Record<string, string>)).toBe(expected);
  });

  it.each([
    ["a missing parameter", "{{UInt8(x)}}", {}, "The parameter 'x' is required"],
    ["no number", "{{UInt8(x)}}", { x: "1 OR 1" }, "Error validating '1 OR 1' to type UInt8"],
    ["too large a number", "{{UInt8(x)}}", { x: "256" }, "Error validating '256'"],
    ["a negative for unsigned", "{{UInt64(x)}}", { x: "-1" }, "Error validating '-1'"],
    ["infinity", "{{Float64(x)}}", { x: "Infinity" }, "Error validating"],
    ["no date", "{{Date(x)}}", { x: "2026-01-02'" }, "Error validating"],
    ["no column", "{{column(x)}}", { x: "a`, b" }, "Error validating"],
    ["an unknown type", "{{Raw(x)}}", { x: "1" }, "unknown type Raw"],
    ["an untyped placeholder", "{{x}}", { x: "1" }, "has no type"],
    ["an open branch", "{% if defined(x) %}", {}, "without {% end %}"],
    ["a stray else", "{% else %}", {}, "outside {% if %}"],
    ["a loop", "{% if defined(x) %}{% for y in x %}{% end %}", {}, "not supported"],
    ["another condition", "{% if x > 1 %}{% end %}", {}, 'the condition "x > 1"'],
  ])("refuses %s", (_, sql, params, message) => {
    expect(() => renderTemplate(sql, params as Record<string, string>)).toThrow(message);
  });

  it("never lets a string out of its quotes", () => {
    fc.assert(
      fc.property(fc.string(), (x) => {
        const printed = renderTemplate("{{String(x)}}", { x });
        expect(printed.slice(1, -1).replaceAll(/\\./gs, "")).not.toMatch(/['\\]/);
      }),
    );
  });
});
