import type { QueryResult } from "../../ports/warehouse.ts";

interface JsonCompact {
  readonly meta: readonly { readonly name: string; readonly type: string }[];
  readonly data: readonly (readonly unknown[] | Readonly<Record<string, unknown>>)[];
  readonly statistics?: {
    readonly elapsed?: number;
    readonly rows_read?: number;
    readonly bytes_read?: number;
  };
}

const WIDE = /\bU?Int(64|128|256)\b/;

/** 64-bit integers come quoted; those that a number holds exactly become numbers. */
function narrow(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(narrow);
  if (typeof value !== "string" || !/^-?\d{1,16}$/.test(value)) return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** True when a wide integer came as a number that lost digits. */
function lostDigits(value: unknown): boolean {
  return Array.isArray(value)
    ? value.some(lostDigits)
    : Number.isInteger(value) && !Number.isSafeInteger(value);
}

/** JSON with integers beyond 2^53 as text, for answers that do not quote them. */
function parseExactly(text: string): JsonCompact {
  return JSON.parse(text, ((_key: string, value: unknown, context: { readonly source?: string }) =>
    lostDigits(value) && /^-?\d+$/.test(context.source ?? "") ? context.source : value) as (
    this: unknown,
    key: string,
    value: unknown,
  ) => unknown) as JsonCompact;
}

/** Types whose values hold wide integers and no text that looks like one. */
function isWide(type: string): boolean {
  return WIDE.test(type) && !/String|UUID|Enum|Map|Tuple|Date/.test(type);
}

/** Decodes `FORMAT JSONCompact` (rows as arrays) and `FORMAT JSON` (rows as objects). */
export function decodeJson(text: string): QueryResult {
  let body = JSON.parse(text) as JsonCompact;
  const columns = body.meta;
  const wide = columns.map(({ type }) => isWide(type));
  const valuesOf = (row: JsonCompact["data"][number]): readonly unknown[] =>
    Array.isArray(row) ? row : columns.map(({ name }) => (row as Readonly<Record<string, unknown>>)[name]);
  if (
    wide.includes(true) &&
    body.data.some((row) => valuesOf(row).some((value, i) => wide[i] && lostDigits(value)))
  ) {
    body = parseExactly(text);
  }
  const rows = body.data.map((row) => valuesOf(row).map((value, i) => (wide[i] ? narrow(value) : value)));
  const { elapsed = 0, rows_read = 0, bytes_read = 0 } = body.statistics ?? {};
  return {
    columns,
    rows,
    statistics: { elapsedSeconds: elapsed, rowsRead: rows_read, bytesRead: bytes_read },
  };
}
