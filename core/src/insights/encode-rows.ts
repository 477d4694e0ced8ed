import { tzOffset } from "@date-fns/tz";
import type { JsonValue } from "../events/types.ts";

type Encode = (value: unknown) => JsonValue;

/** How values of a ClickHouse type travel in answers: datetimes as ISO 8601 with their zone's offset, NaN as null. */
export function encoderOf(type: string): Encode {
  const { name, args } = parseType(type);
  switch (name) {
    case "Nullable":
    case "LowCardinality": {
      const inner = encoderOf(args[0] ?? "String");
      return (value) => (value === null || value === undefined ? null : inner(value));
    }
    case "Array": {
      const inner = encoderOf(args[0] ?? "String");
      return (value) => (Array.isArray(value) ? value.map(inner) : []);
    }
    case "Tuple":
      return tupleEncoder(args);
    case "Map": {
      const inner = encoderOf(args[1] ?? "String");
      return (value) =>
        Object.fromEntries(Object.entries((value ?? {}) as object).map(([key, item]) => [key, inner(item)]));
    }
    case "DateTime":
    case "DateTime64": {
      const zone = args.find((arg) => arg.startsWith("'"))?.slice(1, -1) ?? "UTC";
      return (value) => isoDateTime(String(value), zone);
    }
    case "Int64":
    case "UInt64":
      return (value) => exactNumber(value);
    case "SimpleAggregateFunction":
      return encoderOf(args[1] ?? "String");
    case "Float32":
    case "Float64":
      // The engine writes infinities and NaN as text.
      return (value) => (typeof value === "number" && Number.isFinite(value) ? value : null);
    default:
      return plain;
  }
}

const STORED = /(?:LowCardinality\(|SimpleAggregateFunction\(\w+, )((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)/g;

/** `LowCardinality(Nullable(String))` is how it is stored, `Nullable(String)` what it is. */
export const publicType = (type: string): string => type.replaceAll(STORED, "$1");

/** Wide integers inside tuples and maps come as text; what a number can't hold stays text. */
function exactNumber(value: unknown): JsonValue {
  const number = typeof value === "string" && value !== "" ? Number(value) : Number.NaN;
  return Number.isSafeInteger(number) ? number : plain(value);
}

function tupleEncoder(args: readonly string[]): Encode {
  const inner = args.map((arg) => encoderOf(arg.replace(/^`?\w+`? (?=[A-Z])/, "")));
  return (value) => {
    const items = Array.isArray(value) ? value : Object.values((value ?? {}) as object);
    return items.map((item, index) => (inner[index] ?? plain)(item));
  };
}

function plain(value: unknown): JsonValue {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (value === undefined) return null;
  return value as JsonValue;
}

interface ParsedType {
  readonly name: string;
  readonly args: readonly string[];
}

/** `Map(String, Array(Int64))` → name and top-level arguments. */
function parseType(type: string): ParsedType {
  const open = type.indexOf("(");
  if (open < 0) return { name: type, args: [] };
  const args: string[] = [];
  let depth = 0;
  let current = "";
  for (const char of type.slice(open + 1, -1)) {
    if (char === "," && depth === 0) {
      args.push(current.trim());
      current = "";
      continue;
    }
    if (char === "(") depth++;
    if (char === ")") depth--;
    current += char;
  }
  return { name: type.slice(0, open), args: [...args, current.trim()] };
}

const TEXT = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(Z)?$/;

/**
 * `2026-01-08 10:00:00.123` of a zone as `2026-01-08T10:00:00.123000+01:00` (`Z` in UTC; no fraction when zero).
 * Text that ends in `Z` is UTC and is moved to the zone: only so both passes of a repeated hour can be told apart.
 */
export function isoDateTime(text: string, zone: string): string {
  const match = TEXT.exec(text);
  if (!match) return text;
  if (match[8] && zone !== "UTC") return movedTo(zone, match);
  const [, year, month, day, hour, minute, second, fraction = ""] = match;
  const micros = fraction.padEnd(6, "0").slice(0, 6);
  const tail = /[1-9]/.test(micros) ? `.${micros}` : "";
  const offset =
    zone === "UTC" ? "Z" : offsetText(zone, Date.UTC(+year!, +month! - 1, +day!, +hour!, +minute!, +second!));
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${tail}${offset}`;
}

function movedTo(zone: string, match: RegExpExecArray): string {
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  const ms = Date.UTC(year!, month! - 1, day!, hour!, minute!, second!);
  const minutes = tzOffset(zone, new Date(ms));
  const local = new Date(ms + minutes * 60_000).toISOString().slice(0, 19);
  const micros = (match[7] ?? "").padEnd(6, "0").slice(0, 6);
  return `${local}${/[1-9]/.test(micros) ? `.${micros}` : ""}${signed(minutes)}`;
}

/** Offset of a zone at a local time (ms as if it were UTC); of an hour that happens twice, the first. */
function offsetText(zone: string, localMs: number): string {
  const first = tzOffset(zone, new Date(localMs - 86_400_000));
  const before = tzOffset(zone, new Date(localMs - first * 60_000)) === first;
  const minutes = before
    ? first
    : tzOffset(zone, new Date(localMs - tzOffset(zone, new Date(localMs)) * 60_000));
  return signed(minutes);
}

function signed(minutes: number): string {
  const sign = minutes < 0 ? "-" : "+";
  const absolute = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${sign}${two(Math.trunc(absolute / 60))}:${two(absolute % 60)}`;
}
