import { describe, expect, it } from "vitest";
import { matches, project } from "./compare.ts";

describe("comparing with what a case states", () => {
  it.each<[string, unknown, unknown, boolean]>([
    ["equal", { a: [1, 2] }, { a: [1, 2] }, true],
    ["more than stated", { a: 1, b: 2 }, { a: 1 }, true],
    ["less than stated", { a: 1 }, { a: 1, b: null }, false],
    ["rounding", 0.1 + 0.2, 0.3, true],
    ["another number", 1, 1.0001, false],
    ["longer list", [1, 2, 3], [1, 2], false],
    ["order of a list", [2, 1], [1, 2], false],
    ["order of persons", { persons: ["b", "a"] }, { persons: ["a", "b"] }, true],
    ["null is not 0", { a: null }, { a: 0 }, false],
  ])("%s", (_, got, expected, equal) => expect(matches(got, expected)).toBe(equal));

  it("shows only fields that are stated", () => {
    const got = {
      days: [1],
      results: [
        { data: [1], label: "x" },
        { data: [2], label: "y" },
      ],
    };
    expect(project(got, { results: [{ data: [1] }] })).toEqual({ results: [{ data: [1] }, { data: [2] }] });
  });
});
