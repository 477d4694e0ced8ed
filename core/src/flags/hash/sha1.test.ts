import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makePrefix, makeTail, sha1, sha1Hex } from "./sha1.ts";
import { truncateScalars, utf8 } from "./utf8.ts";

describe("sha1Hex", () => {
  it.each([
    ["", "da39a3ee5e6b4b0d3255bfef95601890afd80709"],
    ["abc", "a9993e364706816aba3e25717850c26c9cd0d89d"],
    ["abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"],
    ["a".repeat(1000), "291e9a6c66994949b57ba5e650361e98fc36b1ba"],
  ])("%s", (text, hex) => expect(sha1Hex(utf8(text))).toBe(hex));

  it("does not depend on where a message is split", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), (bytes, at) => {
        const split = at % (bytes.length + 1);
        const whole = sha1Hex(bytes);
        const parts = sha1(makePrefix(bytes.slice(0, split)), makeTail(bytes.slice(split)));
        expect([...parts].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("")).toBe(whole);
      }),
    );
  });
});

describe("utf8", () => {
  it.each([
    ["plain", [112, 108, 97, 105, 110]],
    ["é", [0xc3, 0xa9]],
    ["€", [0xe2, 0x82, 0xac]],
    ["😀", [0xf0, 0x9f, 0x98, 0x80]],
    ["\ud800", [0xef, 0xbf, 0xbd]],
  ])("%j", (text, bytes) => expect([...utf8(text)]).toEqual(bytes));
});

describe("truncateScalars", () => {
  it.each([
    ["abc", 5, "abc"],
    ["abcdef", 3, "abc"],
    ["a😀b😀c", 3, "a😀b"],
    ["😀😀", 1, "😀"],
    ["", 3, ""],
  ])("%s to %i", (text, limit, expected) => expect(truncateScalars(text, limit)).toBe(expected));
});
