import LZString from "lz-string";
import { parseTolerantly } from "./tolerant-json.ts";
import type { JsonValue } from "./types.ts";

/** What decoding needs from its platform. `inflate` is bounded: "too_large" past the limit, "invalid" if it is neither. */
export interface DecodeTools {
  inflate(bytes: Uint8Array, format: "gzip" | "deflate"): Uint8Array | "too_large" | "invalid";
  /** Lenient base64 and base64url decoding. */
  base64(text: string): Uint8Array;
  /** UTF-8 with U+FFFD for what is not. */
  utf8(bytes: Uint8Array): string;
}

export interface DecodeInput {
  readonly bytes: Uint8Array;
  /** The query parameter `data`, '' when absent: wins over the body. */
  readonly queryData?: string;
  readonly compression?: string;
  readonly contentType?: string;
}

export type DecodeErrorCode = "empty_body" | "body_too_large" | "invalid_encoding" | "invalid_json";
export interface DecodeError {
  readonly code: DecodeErrorCode;
  readonly detail: string;
}
export type Decoded =
  | {
      readonly ok: true;
      readonly value: JsonValue;
      readonly loneSurrogates: boolean;
      /** The text it was parsed from if no string in it holds a quote, a backslash or a control character. */
      readonly plain: string | null;
    }
  | { readonly ok: false; readonly error: DecodeError };

const fail = (code: DecodeErrorCode, detail: string): Decoded => ({ ok: false, error: { code, detail } });

/** gzip in base64 in a form in gzip: more layers than any client uses. */
const MAX_LAYERS = 6;
/** Line breaks too: `base64` on a command line wraps at 76 characters. */
const BASE64 = /^[A-Za-z0-9+/_\r\n-]+={0,3}\s*$/;

/** True when the whole text is base64 and can't be JSON, a form or a bare word such as `null`. */
function looksBase64(text: string): boolean {
  return text.length >= 8 && BASE64.test(text);
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `data` and `compression` of an urlencoded form. Base64 may hold raw `+`, which forms read as a space. */
function formFields(text: string): { data: string; compression: string } {
  const fields = { data: "", compression: "" };
  for (const pair of text.split("&")) {
    const split = pair.indexOf("=");
    const name = pair.slice(0, split);
    if (name === "compression") fields.compression = percentDecoded(pair.slice(split + 1));
    if (name !== "data") continue;
    const raw = percentDecoded(pair.slice(split + 1));
    fields.data = looksBase64(raw.replaceAll(" ", "+").trimEnd())
      ? raw.replaceAll(" ", "+")
      : percentDecoded(pair.slice(split + 1).replaceAll("+", " "));
  }
  return fields;
}

/** gzip and zlib's format ("deflate" over HTTP) by their first two bytes: neither can begin JSON, a form or base64. */
function compressionOf(bytes: Uint8Array): "gzip" | "deflate" | null {
  const [first, second = 0] = bytes;
  if (first === 0x1f && second === 0x8b) return "gzip";
  // A check sum over both, and no preset dictionary.
  return first === 0x78 && (0x7800 + second) % 31 === 0 && (second & 0x20) === 0 ? "deflate" : null;
}

const LONE =
  /\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]/;

/** Fast JSON.parse, and the tolerant parser for what it refuses. */
function parse(text: string): Decoded {
  // Python escapes every emoji, so pairs are common: only then look for a half one.
  const loneSurrogates = (text.includes("\\ud") || text.includes("\\uD")) && LONE.test(text);
  try {
    // JSON has no other way to write one.
    return { ok: true, value: JSON.parse(text), loneSurrogates, plain: text.includes("\\") ? null : text };
  } catch {
    // Not JSON in the strict sense.
  }
  try {
    return { ok: true, value: parseTolerantly(text), loneSurrogates, plain: null };
  } catch (error) {
    return fail("invalid_json", `The body is ${error instanceof Error ? error.message : "not JSON"}.`);
  }
}

/**
 * Body → JSON value. The encodings of WIRE.md 1.2 in any order and nesting, recognised by what the bytes are:
 * gzip and deflate by their first bytes, forms by `data=`, base64 and lz-string by their alphabet.
 */
export function decodeBody(input: DecodeInput, tools: DecodeTools): Decoded {
  let compression = input.compression ?? "";
  let form = input.contentType?.includes("x-www-form-urlencoded") ?? false;
  let bytes: Uint8Array | null = input.bytes;
  let text = "";
  if (input.queryData) {
    bytes = null;
    form = false;
    text = looksBase64(input.queryData.replaceAll(" ", "+"))
      ? input.queryData.replaceAll(" ", "+")
      : input.queryData;
  } else if (bytes.length === 0) return fail("empty_body", "The request has no body.");

  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    if (bytes) {
      const format = compressionOf(bytes);
      if (format) {
        const inflated = tools.inflate(bytes, format);
        if (inflated === "too_large") return fail("body_too_large", "The inflated body is too large.");
        if (inflated === "invalid") return fail("invalid_encoding", `The body is not valid ${format}.`);
        bytes = inflated;
        continue;
      }
      text = tools.utf8(bytes);
      bytes = null;
    }
    const first = text.charCodeAt(0);
    if (first === 0x7b || first === 0x5b) return parse(text);
    text = text.trim();
    if (text === "") return fail("empty_body", "The body is empty.");
    if (form || text.startsWith("data=") || text.startsWith("compression=")) {
      form = false;
      const fields = formFields(text);
      if (fields.data !== "") text = fields.data;
      if (fields.compression !== "") compression = fields.compression;
      continue;
    }
    if (!looksBase64(text)) return parse(text);
    if (compression === "lz64" || compression === "lz-string") {
      compression = "";
      const plain = LZString.decompressFromBase64(text.replaceAll(/\s/g, ""));
      if (!plain) return fail("invalid_encoding", "The body is not lz-string base64.");
      text = plain;
      continue;
    }
    bytes = tools.base64(text);
  }
  return fail("invalid_encoding", "The body is encoded too many times.");
}

/** A deep copy without lone surrogates, which neither UTF-8 nor the warehouse can hold: each becomes U+FFFD. */
export function wellFormed(value: JsonValue, depth = 0): JsonValue {
  if (typeof value === "string") return value.toWellFormed();
  // Deeper than any event may be: refused later, so left alone here.
  if (value === null || typeof value !== "object" || depth > 300) return value;
  if (Array.isArray(value)) return value.map((item) => wellFormed(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.toWellFormed(), wellFormed(item, depth + 1)]),
  );
}
