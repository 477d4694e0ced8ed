import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import { HttpError } from "./error.ts";

/** Most bytes a request body may have once inflated. */
export const MAX_BODY_BYTES = 256 * 1024 ** 2;

const INFLATE: Readonly<Record<string, () => Duplex>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/** Reads and inflates a request body. Throws {@link HttpError} 413 past `limit`, 400 for a broken encoding. */
export async function readBody(request: IncomingMessage, limit = MAX_BODY_BYTES): Promise<Buffer> {
  const encoding = (request.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  let source: AsyncIterable<Buffer> = request;
  if (encoding !== "identity" && encoding !== "") {
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
