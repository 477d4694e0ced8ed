import { describe, expect, it } from "vitest";
import { duration } from "./duration.ts";

describe("duration", () => {
  it.each([
    [0, "0 s"],
    [0.25, "250 ms"],
    [2.5, "2.5 s"],
    [42, "42 s"],
    [60, "1 min"],
    [61, "1 min 1 s"],
    [3599.6, "1 h"],
    [12_000, "3 h 20 min"],
    [86_400, "1 d"],
    [100_000, "1 d 4 h"],
    [-90, "−1 min 30 s"],
  ])("%s s is %s", (seconds, text) => expect(duration(seconds)).toBe(text));
});
