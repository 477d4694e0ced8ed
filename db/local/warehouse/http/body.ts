import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { promisify } from "node:util";
import { createBrotliDecompress, createGunzip, createInflate, zstdDecompress } from "node:zlib";
import { zstdFrames } from "@edgewise/core/encoding/zstd-frames.ts";
import { HttpError } from "./error.ts";

/** Most bytes a request body may have once inflated. */
export const MAX_BODY_BYTES = 256 * 1024 ** 2;

const INFLATE: Readonly<Record<string, () => Duplex>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** Reads and inflates a request body. Throws {@link HttpError} 413 past `limit`, 400 for a broken encoding. */
export async function readBody(request: IncomingMessage, limit = MAX_BODY_BYTES): Promise<Buffer> {
  const encoding = (request.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  let source: AsyncIterable<Buffer> = request;
  if (encoding === "zstd") source = zstdInflated(request, limit);
  else if (encoding !== "identity" && encoding !== "") {
    const inflate = INFLATE[encoding];
    if (inflate === undefined) throw new HttpError(415, `Unknown Content-Encoding "${encoding}"`);
    source = request.pipe(inflate());
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > limit) throw new HttpError(413, `Request body is larger than ${limit} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    request.unpipe();
    request.resume();
    if (error instanceof HttpError) throw error;
    throw new HttpError(400, `Cannot decompress the request body (${encoding}): ${String(error)}`);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size);
}

const inflateFrame = promisify(zstdDecompress);

/** A stream may be several frames; Node's own decoder ends, without an error, after the first one. */
async function* zstdInflated(request: AsyncIterable<Buffer>, limit: number): AsyncIterable<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > limit) throw new HttpError(413, `Request body is larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  for (const frame of zstdFrames(Buffer.concat(chunks, size))) {
    yield await inflateFrame(frame, { maxOutputLength: limit + 1 }).catch((error: unknown) => {
      if (error instanceof RangeError) throw new HttpError(413, `Request body is larger than ${limit} bytes`);
      throw error;
    });
  }
}
