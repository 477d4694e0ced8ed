import type { RowSpan } from "@edgewise/core/events/row-buffer.ts";
import { joined } from "../../zstd.ts";

/** A line of NDJSON: text without its newline, or bytes with it. */
export type Line = string | RowSpan;

/** Consecutive lines of a chunk: text, or a run of bytes in one buffer. */
export type Part =
  | { text: string }
  | { readonly bytes: Uint8Array; readonly from: number; to: number; readonly text?: undefined };

const encoder = new TextEncoder();

/** Adds a line; lines that lie behind each other stay one run. */
export function partsWith(parts: Part[], line: Line): void {
  const last = parts.at(-1);
  if (typeof line === "string") {
    if (last?.text !== undefined) last.text += `${line}\n`;
    else parts.push({ text: `${line}\n` });
    return;
  }
  const { bytes, from, to } = line;
  if (last?.text === undefined && last?.bytes === bytes && last.to === from) last.to = to;
  else parts.push({ bytes, from, to });
}

const bytesOf = (part: Part): Uint8Array =>
  part.text === undefined ? part.bytes.subarray(part.from, part.to) : encoder.encode(part.text);

/** The chunk's NDJSON; a single run of bytes is not even copied. */
export function bodyOf(parts: readonly Part[]): Uint8Array {
  return joined(parts.map(bytesOf));
}
