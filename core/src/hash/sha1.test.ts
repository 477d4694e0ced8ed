import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sha1Hex, sha1Words } from "./sha1.ts";

const reference = (data: string | Uint8Array) => createHash("sha1").update(data).digest("hex");

describe("sha1", () => {
  it.each([
    ["empty", ""],
    ["FIPS example", "abc"],
    ["two blocks", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"],
    ["55 bytes: padding fits", "a".repeat(55)],
    ["56 bytes: padding needs a block", "a".repeat(56)],
    ["63 bytes", "a".repeat(63)],
    ["64 bytes", "a".repeat(64)],
    ["two-byte characters", "é".repeat(40)],
    ["three-byte characters", "€漢字"],
    ["astral", "😀👩‍👩‍👧"],
    ["lone surrogate becomes U+FFFD", "a\ud800b\udc00"],
    ["larger than the first buffer", "x".repeat(5000)],
  ])("%s", (_name, text) => {
    expect(sha1Hex(text)).toBe(reference(text.toWellFormed()));
  });

  it("equals node:crypto for any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => sha1Hex(text) === reference(text)));
  });

  it("puts the prefix bytes first", () => {
    const prefix = new Uint8Array([0, 255, 16, 128]);
    const words = Array.from(sha1Words("text", prefix), (w) => (w >>> 0).toString(16).padStart(8, "0")).join(
      "",
    );
    expect(words).toBe(reference(Buffer.concat([prefix, Buffer.from("text")])));
  });
});
