import fc from "fast-check";
import { expect, test } from "vitest";
import { shortIdOf } from "./short-id.ts";

test.each<[number[], string]>([
  [[0, 0, 0, 0, 0, 0, 0, 0], "AAAAAAAA"],
  [[52, 52, 61, 255, 1, 2, 3, 4], "A09HBCDE"],
])("%j", (bytes, expected) => {
  expect(shortIdOf(Uint8Array.from(bytes))).toBe(expected);
});

test("is eight characters and no number", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), (bytes) => {
      expect(shortIdOf(bytes)).toMatch(/^[A-Za-z][A-Za-z0-9]{7}$/);
    }),
  );
});
