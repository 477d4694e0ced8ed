import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zstdFrames } from "./zstd-frames.ts";

const frame = (bytes: Uint8Array, level = 1, checksum = 0): Buffer =>
  zstdCompressSync(bytes, {
    params: { [constants.ZSTD_c_compressionLevel]: level, [constants.ZSTD_c_checksumFlag]: checksum },
  });

describe("zstdFrames", () => {
  it("gives back every frame, whatever is in it", () => {
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ maxLength: 50 }).map((text) => Buffer.from(text.repeat(3000))),
      fc.constant(new Uint8Array(400_000)),
    );
    const settings = fc.record({
      content,
      level: fc.integer({ min: -5, max: 5 }),
      checksum: fc.nat({ max: 1 }),
    });
    fc.assert(
      fc.property(fc.array(settings, { maxLength: 5 }), (parts) => {
        const all = Buffer.concat(
          parts.map(({ content, level, checksum }) => frame(content, level, checksum)),
        );
        const found = zstdFrames(all).map((bytes) => zstdDecompressSync(bytes));
        expect(Buffer.concat(found).equals(Buffer.concat(parts.map((part) => part.content)))).toBe(true);
        expect(found).toHaveLength(parts.length);
      }),
      { numRuns: 50 },
    );
  });

  const whole = frame(Buffer.from("hello hello hello hello"));
  it.each([
    ["cut off", whole.subarray(0, -1)],
    ["cut off in its header", whole.subarray(0, 3)],
    ["followed by something else", Buffer.concat([whole, Buffer.from("{}{}{}")])],
    ["no frame at all", Buffer.from('{"a":1}')],
  ])("refuses a frame that is %s", (_name, bytes) => {
    expect(() => zstdFrames(bytes)).toThrow(RangeError);
  });
});
