import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readBody } from "./body.ts";

/** A request with this body, as far as reading it goes. */
function request(body: Uint8Array | string, encoding?: string): IncomingMessage {
  const stream = Readable.from(body.length === 0 ? [] : [Buffer.from(body)], { objectMode: false });
  return Object.assign(stream, {
    headers: encoding === undefined ? {} : { "content-encoding": encoding },
  }) as never;
}

describe("readBody", () => {
  it.each([
    ["plain", "abc", undefined],
    ["empty", "", undefined],
    ["identity", "abc", "identity"],
    ["gzip", gzipSync("abc"), "gzip"],
    ["gzip in capitals", gzipSync("abc"), "GZIP"],
    ["deflate", deflateSync("abc"), "deflate"],
    ["br", brotliCompressSync("abc"), "br"],
    ["zstd", zstdCompressSync("abc"), "zstd"],
    ["zstd in several frames", Buffer.concat(["a", "", "bc"].map((part) => zstdCompressSync(part))), "ZSTD"],
  ])("reads %s", async (name, body, encoding) => {
    expect((await readBody(request(body, encoding))).toString()).toBe(name === "empty" ? "" : "abc");
  });

  const bomb = gzipSync(Buffer.alloc(50_000_000));
  it.each([
    ["too much", Buffer.alloc(2000), undefined, 413],
    ["a bomb, before it is whole", bomb, "gzip", 413],
    ["a bomb in zstd", zstdCompressSync(Buffer.alloc(50_000_000)), "zstd", 413],
    ["many small bombs", Buffer.concat(Array(3).fill(zstdCompressSync(Buffer.alloc(500)))), "zstd", 413],
    ["truncated zstd", zstdCompressSync("abc").subarray(0, -1), "zstd", 400],
    [
      "half a second frame",
      Buffer.concat([zstdCompressSync("a"), zstdCompressSync("b").subarray(0, 5)]),
      "zstd",
      400,
    ],
    ["a truncated body", gzipSync("abc").subarray(0, 12), "gzip", 400],
    ["another encoding than it says", "abc", "gzip", 400],
    ["an unknown encoding", "abc", "compress", 415],
  ])("refuses %s", async (_, body, encoding, status) => {
    await expect(readBody(request(body, encoding), 1000)).rejects.toMatchObject({ status });
  });
});
