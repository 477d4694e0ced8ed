import { Buffer } from "node:buffer";
import { gunzipSync, inflateSync } from "node:zlib";
import { type Decoded, type DecodeTools, decodeBody, wellFormed } from "@edgewise/core/events/decode.ts";
import { BODY_LIMIT, type BodyKind, INFLATED_LIMIT } from "@edgewise/core/events/limits.ts";
import type { JsonValue } from "@edgewise/core/events/types.ts";

const decoder = new TextDecoder();

function inflateWithin(limit: number): DecodeTools["inflate"] {
  return (bytes, format) => {
    try {
      return (format === "gzip" ? gunzipSync : inflateSync)(bytes, { maxOutputLength: limit });
    } catch (error) {
      // workerd says it without Node's error code.
      return error instanceof RangeError ? "too_large" : "invalid";
    }
  };
}

const toolsFor = (limit: number): DecodeTools => ({
  inflate: inflateWithin(limit),
  base64: (text) => Buffer.from(text, "base64"),
  utf8: (bytes) => decoder.decode(bytes),
});

const TOOLS: Readonly<Record<BodyKind, DecodeTools>> = {
  event: toolsFor(INFLATED_LIMIT.event),
  batch: toolsFor(INFLATED_LIMIT.batch),
  replay: toolsFor(INFLATED_LIMIT.replay),
  flags: toolsFor(INFLATED_LIMIT.flags),
};

/** What is read and thrown away of a body that is too large, so that its sender gets to see the 413. */
const DRAIN_LIMIT = 100 * 1024 * 1024;

/** The body, or null when it is larger than `limit`; no more than that is ever kept. */
async function readWithin(request: Request, limit: number): Promise<Uint8Array | null> {
  if (!request.body) return new Uint8Array();
  let chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength;
    if (size <= limit) chunks.push(part.value);
    else chunks = [];
    if (size > DRAIN_LIMIT) break;
  }
  if (size <= limit) return Buffer.concat(chunks);
  await reader.cancel();
  return null;
}

export type BodyResult =
  | { readonly ok: true; readonly value: JsonValue; readonly plain: string | null }
  | { readonly ok: false; readonly status: 400 | 413; readonly detail: string };

/** Reads and decodes a request's body in any encoding SDKs use; sizes are bounded per kind of route. */
export async function readJsonBody(
  request: Request,
  url: { readonly search: string; readonly searchParams: { get(name: string): string | null } },
  kind: BodyKind,
): Promise<BodyResult> {
  const limit = BODY_LIMIT[kind];
  // Asking for `request.body` makes a stream: not for the requests that say their length.
  const declared = request.headers.get("content-length");
  const bytes =
    declared !== null && Number(declared) <= limit
      ? new Uint8Array(await request.arrayBuffer())
      : await readWithin(request, limit);
  if (bytes === null) return { ok: false, status: 413, detail: `The body is larger than ${limit} bytes.` };
  const search = url.search === "" ? null : url.searchParams;
  const decoded: Decoded = decodeBody(
    {
      bytes,
      queryData: search?.get("data") ?? "",
      compression: search?.get("compression") ?? "",
      contentType: request.headers.get("content-type") ?? "",
    },
    TOOLS[kind],
  );
  // Replay strings are binary: never touched.
  if (decoded.ok)
    return {
      ok: true,
      plain: decoded.plain,
      value: decoded.loneSurrogates && kind !== "replay" ? wellFormed(decoded.value) : decoded.value,
    };
  return {
    ok: false,
    status: decoded.error.code === "body_too_large" ? 413 : 400,
    detail: decoded.error.detail,
  };
}
