import { describe, expect, it } from "vitest";
import { moved, sortTarget } from "./sort-target.ts";

describe("where a dragged item goes", () => {
  const middles = [10, 30, 70, 90];
  it.each([
    ["stays while it is near", 1, 40, 1],
    ["over the one above", 1, 5, 0],
    ["to the top", 3, 0, 0],
    ["past one", 0, 31, 1],
    ["past all", 0, 500, 3],
    ["back up by one", 2, 29, 1],
  ])("%s", (_name, from, y, to) => expect(sortTarget(middles, from, y)).toBe(to));

  it.each([
    [0, 2, ["b", "c", "a"]],
    [2, 0, ["c", "a", "b"]],
    [1, 1, ["a", "b", "c"]],
  ])("%s to %s", (from, to, list) => expect(moved(["a", "b", "c"], from, to)).toEqual(list));
});
