import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { zstdFrames } from "@edgewise/core/encoding/zstd-frames.ts";

/** The fastest level: rows repeat each other, so it leaves a tenth of them at the price of copying them twice. */
const SETTINGS = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** `bytes` as one zstd frame. Frames behind each other are one stream, as `Content-Encoding: zstd` means it. */
export function compressed(bytes: Uint8Array): Uint8Array {
  return zstdCompressSync(bytes, SETTINGS);
}

/** What is in all frames of a stream. Throws RangeError when there is anything else. */
export function inflated(stream: Uint8Array): Uint8Array {
  return joined(zstdFrames(stream).map((frame) => zstdDecompressSync(frame)));
}

/** One piece as it is, several copied behind each other. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.byteLength;
  }
  return all;
}
