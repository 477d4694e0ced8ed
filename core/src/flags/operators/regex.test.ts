import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO, UNKNOWN, YES } from "../verdict.ts";
import { MAX_PATTERN, MAX_TEXT, regex } from "./regex.ts";

const options = { dialect: "server", timezone: "UTC", propertyMatchingVersion: 1 } as const;
const search = (pattern: string, text: string) => regex.compile(pattern, options)(text, 0);

describe("regular expressions of users", () => {
  it.each([
    ["(a+)+$", `${"a".repeat(5_000)}b`, NO],
    ["^(\\w+\\s?)*$", `${"word ".repeat(2_000)}!`, NO],
    ["(x+x+)+y", "x".repeat(5_000), NO],
    ["(.*a){12}", "a".repeat(2_000), YES],
  ])("%s ends soon", (pattern, text, expected) => expect(search(pattern, text)).toBe(expected));

  it.each([
    ["a pattern that is too long", "a".repeat(MAX_PATTERN + 1), "a"],
    ["a text that is too long", "^b+$", "b".repeat(MAX_TEXT + 1)],
    ["look-behind", "(?<=a)b", "ab"],
    ["a named back-reference", "(?<x>a)\\k<x>", "aa"],
  ])("leave %s undecided", (_name, pattern, text) => expect(search(pattern, text)).toBe(UNKNOWN));

  it.each([["a{2000}"], ["[z-a]"], ["("], ["*"]])("never match when invalid: %s", (pattern) =>
    expect(search(pattern, "a")).toBe(NO),
  );

  it("find plain text like any substring search", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9 @_-]{0,8}$/), fc.string(), (pattern, text) => {
        expect(search(pattern, text)).toBe(text.includes(pattern) ? YES : NO);
      }),
    );
  });
});
