import { deflateSync, gunzipSync, gzipSync, inflateSync } from "node:zlib";
import LZString from "lz-string";
import { describe, expect, it } from "vitest";
import { type DecodeInput, type DecodeTools, decodeBody, wellFormed } from "./decode.ts";
import type { JsonValue } from "./types.ts";

const LIMIT = 100_000;
const tools: DecodeTools = {
  inflate(bytes, format) {
    try {
      return (format === "gzip" ? gunzipSync : inflateSync)(bytes, { maxOutputLength: LIMIT });
    } catch (error) {
      return (error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE" ? "too_large" : "invalid";
    }
  },
  base64: (text) => Buffer.from(text, "base64"),
  utf8: (bytes) => new TextDecoder().decode(bytes),
};

const EVENT = { api_key: "phc_x", batch: [{ event: "é 😀 +/?", distinct_id: "u" }] };
const JSON_TEXT = JSON.stringify(EVENT);
const bytes = (text: string | Uint8Array): Uint8Array => Buffer.from(text);
const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString("base64");
const FORM = "application/x-www-form-urlencoded";
const none = new Uint8Array();
const value = (input: DecodeInput): JsonValue | string => {
  const decoded = decodeBody(input, tools);
  return decoded.ok ? decoded.value : decoded.error.code;
};

describe("decodeBody", () => {
  it.each<[string, DecodeInput]>([
    ["plain JSON", { bytes: bytes(JSON_TEXT) }],
    ["JSON with BOM and spaces", { bytes: bytes(`\ufeff \n${JSON_TEXT}\n`) }],
    ["gzip by magic, text/plain", { bytes: gzipSync(JSON_TEXT), contentType: "text/plain" }],
    ...[1, 2, 6, 9].map((level): [string, DecodeInput] => [
      `deflate, level ${level}`,
      { bytes: deflateSync(JSON_TEXT, { level }) },
    ]),
    ["gzip with compression=gzip-js", { bytes: gzipSync(JSON_TEXT), compression: "gzip-js" }],
    ["compression=gzip but plain", { bytes: bytes(JSON_TEXT), compression: "gzip" }],
    [
      "form, base64, urlencoded",
      { bytes: bytes(`data=${encodeURIComponent(base64(JSON_TEXT))}`), contentType: FORM },
    ],
    ["form, base64 with raw + and /", { bytes: bytes(`data=${base64(JSON_TEXT)}`), contentType: FORM }],
    [
      "form without content type",
      { bytes: bytes(`data=${encodeURIComponent(base64(JSON_TEXT))}&compression=base64`) },
    ],
    ["form, plain JSON", { bytes: bytes(`data=${encodeURIComponent(JSON_TEXT)}`), contentType: FORM }],
    [
      "form, JSON with + for space",
      {
        bytes: bytes(`ip=1&data=${encodeURIComponent(JSON_TEXT).replaceAll("%20", "+")}`),
        contentType: FORM,
      },
    ],
    ["JSON sent as a form", { bytes: bytes(JSON_TEXT), contentType: FORM }],
    ["base64 body", { bytes: bytes(base64(JSON_TEXT)) }],
    ["base64 in lines", { bytes: bytes(base64(JSON_TEXT).replaceAll(/.{20}/g, "$&\r\n")) }],
    [
      "lz64 in lines",
      {
        bytes: bytes(LZString.compressToBase64(JSON_TEXT).replaceAll(/.{20}/g, "$&\n")),
        compression: "lz64",
      },
    ],
    ["base64 of gzip", { bytes: bytes(base64(gzipSync(JSON_TEXT))) }],
    ["gzip of base64", { bytes: gzipSync(base64(JSON_TEXT)) }],
    [
      "form, base64 of gzip",
      {
        bytes: bytes(`data=${encodeURIComponent(base64(gzipSync(JSON_TEXT)))}&compression=gzip`),
        contentType: FORM,
      },
    ],
    [
      "lz64 with three pad characters",
      { bytes: bytes(LZString.compressToBase64(JSON_TEXT).replace(/=*$/, "===")), compression: "lz64" },
    ],
    ["lz64", { bytes: bytes(LZString.compressToBase64(JSON_TEXT)), compression: "lz64" }],
    [
      "form with lz64",
      { bytes: bytes(`data=${encodeURIComponent(LZString.compressToBase64(JSON_TEXT))}&compression=lz64`) },
    ],
    ["GET data, base64", { bytes: none, queryData: base64(JSON_TEXT) }],
    [
      "GET data, base64 with spaces for +",
      { bytes: none, queryData: base64(JSON_TEXT).replaceAll("+", " ") },
    ],
    ["GET data, plain", { bytes: none, queryData: JSON_TEXT }],
    ["GET data wins over the body", { bytes: bytes("{}"), queryData: JSON_TEXT }],
  ])("%s", (_name, input) => {
    expect(value(input)).toEqual(EVENT);
  });

  it.each<[string, DecodeInput, string]>([
    ["no body", { bytes: none }, "empty_body"],
    ["blank body", { bytes: bytes("  \n ") }, "empty_body"],
    ["not JSON", { bytes: bytes("hello there") }, "invalid_json"],
    ["cut JSON", { bytes: bytes(JSON_TEXT.slice(0, 30)) }, "invalid_json"],
    ["cut gzip", { bytes: gzipSync(JSON_TEXT).subarray(0, 30) }, "invalid_encoding"],
    ["cut deflate", { bytes: deflateSync(JSON_TEXT).subarray(0, 30) }, "invalid_encoding"],
    ["a deflate bomb", { bytes: deflateSync(Buffer.alloc(LIMIT + 1)) }, "body_too_large"],
    ["gzip magic only", { bytes: new Uint8Array([0x1f, 0x8b]) }, "invalid_encoding"],
    ["zip bomb", { bytes: gzipSync("0".repeat(LIMIT + 1)) }, "body_too_large"],
    [
      "zip bomb in base64 in a form",
      { bytes: bytes(`data=${encodeURIComponent(base64(gzipSync("0".repeat(LIMIT * 5))))}`) },
      "body_too_large",
    ],
    ["form without data", { bytes: bytes("a=1&b=2"), contentType: FORM }, "invalid_json"],
    ["lz64 that is not", { bytes: bytes("AAAAAAAA"), compression: "lz64" }, "invalid_encoding"],
    [
      "encoded again and again",
      { bytes: bytes([1, 2, 3, 4, 5, 6, 7].reduce((t) => base64(t), JSON_TEXT)) },
      "invalid_encoding",
    ],
  ])("%s", (_name, input, code) => {
    expect(value(input)).toBe(code);
  });

  it("reads what is not UTF-8 as U+FFFD", () => {
    const hostile = Buffer.concat([Buffer.from('{"a":"x'), Buffer.from([0xff, 0xc0]), Buffer.from('"}')]);
    expect(value({ bytes: hostile })).toEqual({ a: "x\ufffd\ufffd" });
  });

  it("reads NaN and Infinity as null", () => {
    expect(value({ bytes: bytes('{"a":NaN,"b":[-Infinity]}') })).toEqual({ a: null, b: [null] });
  });

  it.each([
    ['{"a":"\\ud83d\\ude00"}', false],
    ['{"a":"\\ud83d"}', true],
    ['{"a":"\\ude00"}', true],
    ['{"a":"\\uD83Dx"}', true],
    ['{"a":"plain"}', false],
  ])("tells lone surrogates: %s", (text, lone) => {
    expect(decodeBody({ bytes: bytes(text) }, tools)).toMatchObject({ loneSurrogates: lone });
  });

  it("survives two million brackets", () => {
    expect(decodeBody({ bytes: bytes("[".repeat(2_000_000)) }, tools)).toMatchObject({ ok: false });
  });
});

describe("wellFormed", () => {
  it("repairs keys and values at any depth", () => {
    expect(wellFormed({ "\ud800k": ["\udc00", { a: "ok", b: 1, c: null }] })).toEqual({
      "\ufffdk": ["\ufffd", { a: "ok", b: 1, c: null }],
    });
  });
});

it.each([
  ["no escapes", `{"a":"é 😀 / 'x'"}`, true],
  ["a quote", '{"a":"\\""}', false],
  ["an escaped letter", '{"a":"\\u0041"}', false],
  ["what only the tolerant parser reads", '{"a":NaN}', false],
])("says whether strings are plain: %s", (_name, text, plain) => {
  expect(decodeBody({ bytes: bytes(text) }, tools)).toMatchObject({ ok: true, plain: plain ? text : null });
});
