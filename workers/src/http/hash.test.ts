import { describe, expect, test } from "vitest";
import { maskKey, randomKey, sameSecret, sha256Hex } from "./hash.ts";

test("sha256Hex is SHA-256 (FIPS 180-2, example B.1)", async () => {
  expect(await sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

describe("sameSecret", () => {
  test.each([
    ["a", "a", true],
    ["a", "b", false],
    ["a", "aa", false],
    ["", "", true],
    ["", "a", false],
  ])("%j and %j: %s", async (a, b, expected) => {
    expect(await sameSecret(a, b)).toBe(expected);
  });
});

test("keys are long, url-safe, of their kind and different", () => {
  const keys = new Set(Array.from({ length: 200 }, () => randomKey("phx_")));
  expect(keys.size).toBe(200);
  for (const key of keys) expect(key).toMatch(/^phx_[A-Za-z0-9]{43}$/);
});

test("a mask shows the ends only", () => {
  expect(maskKey("phx_abcdefghijklmnop")).toBe("phx_...mnop");
});
