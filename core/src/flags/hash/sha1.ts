import { compress, INITIAL_STATE } from "./sha1-rounds.ts";

const words = new Int32Array(16);
const state = new Int32Array(5);

/** A message that starts with fixed bytes: its words are laid out once, only the rest is written per hash. */
export interface Prefix {
  readonly bytes: Uint8Array;
  /** The first block's words with the prefix in place, null when the prefix alone nearly fills a block. */
  readonly words: Int32Array | null;
}

export function makePrefix(bytes: Uint8Array): Prefix {
  if (bytes.length > 55) return { bytes, words: null };
  const laidOut = new Int32Array(16);
  for (let i = 0; i < bytes.length; i++) laidOut[i >> 2]! |= bytes[i]! << (24 - ((i & 3) << 3));
  return { bytes, words: laidOut };
}

/**
 * SHA-1 of prefix + middle + suffix. Returns the five state words in a buffer that the next call overwrites:
 * callers read what they need at once.
 */
export function sha1(prefix: Prefix, middle: Uint8Array, suffix: Uint8Array): Int32Array {
  for (let i = 0; i < 5; i++) state[i] = INITIAL_STATE[i]!;
  const length = prefix.bytes.length + middle.length + suffix.length;
  if (prefix.words !== null && length <= 55) {
    words.set(prefix.words);
    let at = prefix.bytes.length;
    for (let i = 0; i < middle.length; i++, at++) words[at >> 2]! |= middle[i]! << (24 - ((at & 3) << 3));
    for (let i = 0; i < suffix.length; i++, at++) words[at >> 2]! |= suffix[i]! << (24 - ((at & 3) << 3));
    words[at >> 2]! |= 0x80 << (24 - ((at & 3) << 3));
    words[15] = length << 3;
    compress(state, words);
    return state;
  }
  return long(prefix.bytes, middle, suffix, length);
}

function long(prefix: Uint8Array, middle: Uint8Array, suffix: Uint8Array, length: number): Int32Array {
  const padded = new Uint8Array(((length + 8) >> 6) * 64 + 64);
  padded.set(prefix);
  padded.set(middle, prefix.length);
  padded.set(suffix, prefix.length + middle.length);
  padded[length] = 0x80;
  for (let i = 0; i < 4; i++) padded[padded.length - 4 + i] = (length * 8) >>> (24 - 8 * i);
  for (let block = 0; block < padded.length; block += 64) {
    for (let i = 0; i < 16; i++) {
      const at = block + i * 4;
      words[i] = (padded[at]! << 24) | (padded[at + 1]! << 16) | (padded[at + 2]! << 8) | padded[at + 3]!;
    }
    compress(state, words);
  }
  return state;
}

/** The digest as 40 hex digits. */
export function sha1Hex(bytes: Uint8Array): string {
  const digest = sha1(makePrefix(bytes), new Uint8Array(0), new Uint8Array(0));
  return [...digest].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
