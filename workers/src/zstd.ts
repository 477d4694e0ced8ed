import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { zstdFrames } from "@edgewise/core/encoding/zstd-frames.ts";

/** The fastest level: rows repeat each other, so it leaves a tenth of them at the price of copying them twice. */
const SETTINGS = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Pieces of this many bytes always fit into {@link LIMIT}, whatever is in them. */
const SMALLEST = 32 * 1024;
const LARGEST = 1024 * 1024;
/** workerd's encoder throws when it has more to say (cloudflare/workerd#6769). */
const LIMIT = 40_960;

/** Bytes that one frame takes for now: follows how well rows compress. */
let piece = 256 * 1024;

/** `bytes` as zstd frames behind each other: one stream, as `Content-Encoding: zstd` means it. */
export function compressed(bytes: Uint8Array): Uint8Array {
  const frames: Uint8Array[] = [];
  let from = 0;
  do {
    const part = bytes.subarray(from, from + piece);
    const frame = frameOf(part);
    if (frame === null) {
      piece = Math.max(SMALLEST, part.byteLength >> 1);
      continue;
    }
    frames.push(frame);
    from += part.byteLength;
    if (part.byteLength === piece && frame.byteLength < LIMIT / 3) piece = Math.min(LARGEST, piece * 2);
  } while (from < bytes.byteLength);
  return joined(frames);
}

/** One frame; null when it would be too large for the runtime. */
function frameOf(part: Uint8Array): Uint8Array | null {
  try {
    return zstdCompressSync(part, SETTINGS);
  } catch (error) {
    if (part.byteLength <= SMALLEST) throw error;
    return null;
  }
}

/** What is in all frames of a stream. Throws RangeError when there is anything else. */
export function inflated(stream: Uint8Array): Uint8Array {
  return joined(zstdFrames(stream).map((frame) => zstdDecompressSync(frame)));
}

/** One piece as it is, several copied behind each other. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const all = new Uint8Array(pieces.reduce((sum, each) => sum + each.byteLength, 0));
  let at = 0;
  for (const each of pieces) {
    all.set(each, at);
    at += each.byteLength;
  }
  return all;
}
