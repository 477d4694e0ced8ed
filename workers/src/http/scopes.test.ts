import { describe, expect, test } from "vitest";
import { isScope, isWrite, SCOPE_OBJECTS, type Scope, scopeAllows } from "./scopes.ts";

describe("isScope", () => {
  test.each<[string, boolean]>([
    ["*", true],
    ["feature_flag:read", true],
    ["feature_flag:write", true],
    ["feature_flag:*", false],
    ["feature_flag", false],
    ["feature_flag:read:write", false],
    ["spells:read", false],
    ["", false],
    [":read", false],
  ])("%j: %s", (text, expected) => {
    expect(isScope(text)).toBe(expected);
  });
});

describe("scopeAllows", () => {
  test.each<[string[], Scope, boolean]>([
    [[], "query:read", false],
    [["*"], "query:read", true],
    [["*"], "project:write", true],
    [["query:read"], "query:read", true],
    [["query:write"], "query:read", true],
    [["query:read"], "query:write", false],
    [["insight:read"], "query:read", false],
    [["insight:read", "query:read"], "query:read", true],
  ])("%j for %s: %s", (granted, required, expected) => {
    expect(scopeAllows(granted, required)).toBe(expected);
  });

  test("every object's write implies its read, never the other way", () => {
    for (const object of SCOPE_OBJECTS) {
      expect(scopeAllows([`${object}:write`], `${object}:read`)).toBe(true);
      expect(scopeAllows([`${object}:read`], `${object}:write`)).toBe(false);
      expect([isWrite(`${object}:read`), isWrite(`${object}:write`)]).toEqual([false, true]);
    }
  });
});
