import { describe, expect, it } from "vitest";
import { FUNCTIONS, lookupFunction, nearestFunction } from "./lookup.ts";

describe("the allow-list", () => {
  it.each([
    ["count", "count", 0, Number.POSITIVE_INFINITY],
    ["COUNT", "count", 0, Number.POSITIVE_INFINITY],
    ["Coalesce", "coalesce", 1, Number.POSITIVE_INFINITY],
    ["countIf", "countIf", 1, Number.POSITIVE_INFINITY],
    ["uniqExactIf", "uniqExactIf", 2, Number.POSITIVE_INFINITY],
    ["sumArrayIf", "sumArrayIf", 2, 2],
    ["uniqState", "uniqState", 1, Number.POSITIVE_INFINITY],
    ["argMaxIf", "argMaxIf", 3, 3],
    ["avgIfMerge", "avgIfMerge", 1, 1],
    ["substring", "substring", 3, 3],
    ["least", "least", 2, 2],
  ])("%s is %s with %i to %d arguments", (written, name, min, max) => {
    expect(lookupFunction(written)).toMatchObject({ name, min, max });
  });

  it.each([
    "dictGet",
    "file",
    "url",
    "remote",
    "sleep",
    "sleepEachRow",
    "getSetting",
    "currentUser",
    "hostName",
    "version",
    "joinGet",
    "initializeAggregation",
    "TOSTRING",
    "arraymap",
    "lengthIf",
    "constructor",
    "__proto__",
    "toString.call",
    "",
    "IfIfIfIf",
  ])("%s can't be called", (name) => {
    expect(lookupFunction(name)).toBeUndefined();
  });

  it.each([
    ["conut", "count"],
    ["arraymap", "arrayMap"],
    ["toStartOfWek", "toStartOfWeek"],
    ["zzzzzzzz", undefined],
  ])("%s: perhaps %s", (wrong, near) => {
    expect(nearestFunction(wrong)).toBe(near);
  });

  it("has several hundred rows, each with sensible counts and no side effect in its template", () => {
    expect(FUNCTIONS.size).toBeGreaterThan(600);
    for (const { name, min, max, template } of FUNCTIONS.values()) {
      expect(min <= max && name !== "", name).toBe(true);
      expect(template ?? "", name).not.toMatch(/dictGet|file\(|url\(|remote|sleep/);
    }
  });
});
