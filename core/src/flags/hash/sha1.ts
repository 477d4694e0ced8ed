import { compress, INITIAL_STATE } from "./sha1-rounds.ts";

const words = new Int32Array(16);
const state = new Int32Array(5);

/** A message that starts with fixed bytes: its words are laid out once, only the rest is written per hash. */
export interface Prefix {
  readonly bytes: Uint8Array;
  /** Of the bytes: here so that they need not be touched. */
  readonly length: number;
  /** The first block's words with the prefix in place, null when the prefix alone nearly fills a block. */
  readonly words: Int32Array | null;
}

export function makePrefix(bytes: Uint8Array): Prefix {
  const { length } = bytes;
  if (length > 55) return { bytes, length, words: null };
  const laidOut = new Int32Array(16);
  for (let i = 0; i < length; i++) laidOut[i >> 2]! |= bytes[i]! << (24 - ((i & 3) << 3));
  return { bytes, length, words: laidOut };
}

/** The rest of a message. Hashed behind many prefixes, it is laid out once per alignment. */
export interface Tail {
  readonly bytes: Uint8Array;
  /** Words of the bytes and of the padding's first bit, by the prefix's length modulo 4. */
  readonly aligned: (Int32Array | undefined)[];
}

export function makeTail(bytes: Uint8Array): Tail {
  return { bytes, aligned: [undefined, undefined, undefined, undefined] };
}

function layOut({ bytes, aligned }: Tail, offset: number): Int32Array {
  const laidOut = new Int32Array(((offset + bytes.length) >> 2) + 1);
  let at = offset;
  for (let i = 0; i < bytes.length; i++, at++) laidOut[at >> 2]! |= bytes[i]! << (24 - ((at & 3) << 3));
  laidOut[at >> 2]! |= 0x80 << (24 - ((at & 3) << 3));
  aligned[offset] = laidOut;
  return laidOut;
}

/**
 * SHA-1 of prefix + tail. Returns the five state words in a buffer that the next call overwrites: callers read what
 * they need at once.
 */
export function sha1(prefix: Prefix, tail: Tail): Int32Array {
  for (let i = 0; i < 5; i++) state[i] = INITIAL_STATE[i]!;
  const start = prefix.length;
  const length = start + tail.bytes.length;
  const fixed = prefix.words;
  if (fixed === null || length > 55) return long(prefix.bytes, tail.bytes, length);
  const rest = tail.aligned[start & 3] ?? layOut(tail, start & 3);
  for (let i = 0; i < 15; i++) words[i] = fixed[i]!;
  for (let i = 0, at = start >> 2; i < rest.length; i++, at++) words[at]! |= rest[i]!;
  words[15] = length << 3;
  compress(state, words);
  return state;
}

function long(prefix: Uint8Array, tail: Uint8Array, length: number): Int32Array {
  const padded = new Uint8Array(((length + 8) >> 6) * 64 + 64);
  padded.set(prefix);
  padded.set(tail, prefix.length);
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
  const digest = sha1(makePrefix(new Uint8Array(0)), makeTail(bytes));
  return [...digest].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
