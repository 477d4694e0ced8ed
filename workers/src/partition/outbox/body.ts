/** Consecutive lines of a chunk: text, or a run of bytes in one buffer. */
export type Part =
  | { text: string }
  | { readonly buffer: ArrayBufferLike; readonly from: number; to: number; readonly text?: undefined };

const encoder = new TextEncoder();

/** Adds a line: text gets its newline, bytes have theirs. Lines that lie behind each other stay one run. */
export function partsWith(parts: Part[], line: string | Uint8Array): void {
  const last = parts.at(-1);
  if (typeof line === "string") {
    if (last?.text !== undefined) last.text += `${line}\n`;
    else parts.push({ text: `${line}\n` });
    return;
  }
  const { buffer, byteOffset: from, byteLength } = line;
  if (last?.text === undefined && last?.buffer === buffer && last.to === from) last.to += byteLength;
  else parts.push({ buffer, from, to: from + byteLength });
}

const bytesOf = (part: Part): Uint8Array =>
  part.text === undefined
    ? new Uint8Array(part.buffer, part.from, part.to - part.from)
    : encoder.encode(part.text);

/** The chunk's NDJSON; a single run of bytes is not even copied. */
export function bodyOf(parts: readonly Part[]): Uint8Array {
  const pieces = parts.map(bytesOf);
  if (pieces.length === 1) return pieces[0]!;
  const body = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    body.set(piece, at);
    at += piece.byteLength;
  }
  return body;
}
