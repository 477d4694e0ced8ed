/**
 * SHA-1 of short UTF-8 strings, synchronous and without allocation: flags hash tens of keys a request and the edge
 * derives several identifiers an event, where a WebCrypto promise or a native call costs more than the hash.
 * Not for security.
 */

const W = new Int32Array(80);
const STATE = new Int32Array(5);
let bytes = new Uint8Array(1024);

function reserve(size: number): void {
  if (bytes.length >= size) return;
  const larger = new Uint8Array(Math.max(size, bytes.length * 2));
  larger.set(bytes);
  bytes = larger;
}

/** Writes `text` as UTF-8 at `offset` (lone surrogates as U+FFFD, like TextEncoder); returns the end. */
function writeUtf8(text: string, offset: number): number {
  reserve(offset + text.length * 3 + 72);
  let at = offset;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      bytes[at++] = code;
      continue;
    }
    if (code < 0x800) {
      bytes[at++] = 0xc0 | (code >> 6);
    } else {
      if (code >= 0xd800 && code < 0xe000) {
        const low = code < 0xdc00 ? text.charCodeAt(i + 1) : 0;
        if (low >= 0xdc00 && low < 0xe000) {
          i++;
          code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        } else code = 0xfffd;
      }
      if (code < 0x10000) bytes[at++] = 0xe0 | (code >> 12);
      else {
        bytes[at++] = 0xf0 | (code >> 18);
        bytes[at++] = 0x80 | ((code >> 12) & 63);
      }
      bytes[at++] = 0x80 | ((code >> 6) & 63);
    }
    bytes[at++] = 0x80 | (code & 63);
  }
  return at;
}

/** FIPS 180-4, section 6.1.2, five steps a turn so that no variable is moved. */
function compress(offset: number): void {
  for (let i = 0, p = offset; i < 16; i++, p += 4) {
    W[i] = (bytes[p]! << 24) | (bytes[p + 1]! << 16) | (bytes[p + 2]! << 8) | bytes[p + 3]!;
  }
  for (let i = 16; i < 80; i++) {
    const x = W[i - 3]! ^ W[i - 8]! ^ W[i - 14]! ^ W[i - 16]!;
    W[i] = (x << 1) | (x >>> 31);
  }
  let a = STATE[0]!;
  let b = STATE[1]!;
  let c = STATE[2]!;
  let d = STATE[3]!;
  let e = STATE[4]!;
  let i = 0;
  for (; i < 20; i += 5) {
    e = (((a << 5) | (a >>> 27)) + ((b & c) | (~b & d)) + e + 0x5a827999 + W[i]!) | 0;
    b = (b << 30) | (b >>> 2);
    d = (((e << 5) | (e >>> 27)) + ((a & b) | (~a & c)) + d + 0x5a827999 + W[i + 1]!) | 0;
    a = (a << 30) | (a >>> 2);
    c = (((d << 5) | (d >>> 27)) + ((e & a) | (~e & b)) + c + 0x5a827999 + W[i + 2]!) | 0;
    e = (e << 30) | (e >>> 2);
    b = (((c << 5) | (c >>> 27)) + ((d & e) | (~d & a)) + b + 0x5a827999 + W[i + 3]!) | 0;
    d = (d << 30) | (d >>> 2);
    a = (((b << 5) | (b >>> 27)) + ((c & d) | (~c & e)) + a + 0x5a827999 + W[i + 4]!) | 0;
    c = (c << 30) | (c >>> 2);
  }
  for (; i < 40; i += 5) {
    e = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + e + 0x6ed9eba1 + W[i]!) | 0;
    b = (b << 30) | (b >>> 2);
    d = (((e << 5) | (e >>> 27)) + (a ^ b ^ c) + d + 0x6ed9eba1 + W[i + 1]!) | 0;
    a = (a << 30) | (a >>> 2);
    c = (((d << 5) | (d >>> 27)) + (e ^ a ^ b) + c + 0x6ed9eba1 + W[i + 2]!) | 0;
    e = (e << 30) | (e >>> 2);
    b = (((c << 5) | (c >>> 27)) + (d ^ e ^ a) + b + 0x6ed9eba1 + W[i + 3]!) | 0;
    d = (d << 30) | (d >>> 2);
    a = (((b << 5) | (b >>> 27)) + (c ^ d ^ e) + a + 0x6ed9eba1 + W[i + 4]!) | 0;
    c = (c << 30) | (c >>> 2);
  }
  for (; i < 60; i += 5) {
    e = (((a << 5) | (a >>> 27)) + ((b & c) | (b & d) | (c & d)) + e - 0x70e44324 + W[i]!) | 0;
    b = (b << 30) | (b >>> 2);
    d = (((e << 5) | (e >>> 27)) + ((a & b) | (a & c) | (b & c)) + d - 0x70e44324 + W[i + 1]!) | 0;
    a = (a << 30) | (a >>> 2);
    c = (((d << 5) | (d >>> 27)) + ((e & a) | (e & b) | (a & b)) + c - 0x70e44324 + W[i + 2]!) | 0;
    e = (e << 30) | (e >>> 2);
    b = (((c << 5) | (c >>> 27)) + ((d & e) | (d & a) | (e & a)) + b - 0x70e44324 + W[i + 3]!) | 0;
    d = (d << 30) | (d >>> 2);
    a = (((b << 5) | (b >>> 27)) + ((c & d) | (c & e) | (d & e)) + a - 0x70e44324 + W[i + 4]!) | 0;
    c = (c << 30) | (c >>> 2);
  }
  for (; i < 80; i += 5) {
    e = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + e - 0x359d3e2a + W[i]!) | 0;
    b = (b << 30) | (b >>> 2);
    d = (((e << 5) | (e >>> 27)) + (a ^ b ^ c) + d - 0x359d3e2a + W[i + 1]!) | 0;
    a = (a << 30) | (a >>> 2);
    c = (((d << 5) | (d >>> 27)) + (e ^ a ^ b) + c - 0x359d3e2a + W[i + 2]!) | 0;
    e = (e << 30) | (e >>> 2);
    b = (((c << 5) | (c >>> 27)) + (d ^ e ^ a) + b - 0x359d3e2a + W[i + 3]!) | 0;
    d = (d << 30) | (d >>> 2);
    a = (((b << 5) | (b >>> 27)) + (c ^ d ^ e) + a - 0x359d3e2a + W[i + 4]!) | 0;
    c = (c << 30) | (c >>> 2);
  }
  STATE[0] = STATE[0]! + a;
  STATE[1] = STATE[1]! + b;
  STATE[2] = STATE[2]! + c;
  STATE[3] = STATE[3]! + d;
  STATE[4] = STATE[4]! + e;
}

/**
 * The five 32-bit words (signed; use `>>> 0`) of SHA-1(`prefix` + UTF-8 of `text`).
 * The returned array is reused by the next call: read it at once.
 */
export function sha1Words(text: string, prefix?: Uint8Array): Int32Array {
  const start = prefix ? prefix.length : 0;
  const end = writeUtf8(text, start);
  if (prefix) bytes.set(prefix, 0);
  const blocks = (end + 8) >> 6;
  const size = (blocks + 1) << 6;
  bytes.fill(0, end, size);
  bytes[end] = 0x80;
  const high = Math.floor(end / 0x20000000);
  const low = end << 3;
  bytes[size - 5] = high & 255;
  bytes[size - 4] = low >>> 24;
  bytes[size - 3] = (low >>> 16) & 255;
  bytes[size - 2] = (low >>> 8) & 255;
  bytes[size - 1] = low & 255;
  STATE[0] = 0x67452301;
  STATE[1] = -0x10325477;
  STATE[2] = -0x67452302;
  STATE[3] = 0x10325476;
  STATE[4] = -0x3c2d1e10;
  for (let at = 0; at < size; at += 64) compress(at);
  return STATE;
}

/** SHA-1 of `text` as 40 lower-case hexadecimal digits. */
export function sha1Hex(text: string): string {
  let hex = "";
  for (const word of sha1Words(text)) hex += (word >>> 0).toString(16).padStart(8, "0");
  return hex;
}
