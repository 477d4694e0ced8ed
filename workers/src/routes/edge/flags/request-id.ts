/** Bytes drawn at once: the crypto call costs more than writing the ID. */
const POOL = 4096;
const LENGTH = 16;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const DASH_BEFORE = new Set([4, 6, 8, 10]);

let pool = new Uint8Array(0);
let used = 0;

/** A random UUID (version 4). */
export function requestId(): string {
  if (used === pool.length) {
    pool = crypto.getRandomValues(new Uint8Array(POOL));
    used = 0;
  }
  let text = "";
  for (let i = 0; i < LENGTH; i++) {
    let byte = pool[used + i]!;
    if (i === 6) byte = (byte & 0x0f) | 0x40;
    if (i === 8) byte = (byte & 0x3f) | 0x80;
    text += DASH_BEFORE.has(i) ? `-${HEX[byte]}` : HEX[byte];
  }
  used += LENGTH;
  return text;
}
