import type { Expr, Select, Span } from "./ast.ts";
import { type SqlError, SqlProblem } from "./error.ts";
import { convertExpr } from "./parsed/expr.ts";
import { createReader, type Reader } from "./parsed/reader.ts";
import { convertSelect } from "./parsed/select.ts";
import type { Result } from "./result.ts";

/**
 * The parser's JSON of a SELECT as our AST. Everything is checked: the parser is a foreign program. With the text that
 * was parsed, a second alias of a table (`FROM events WHER x`) is an error too: the parser drops the first one.
 */
export function selectFromParser(json: string, source?: string): Result<Select, SqlError> {
  return read(json, source, (reader, node) => reader.select(node));
}

/** The parser's JSON of an expression as our AST. */
export function exprFromParser(json: string, source?: string): Result<Expr, SqlError> {
  return read(json, source, (reader, node) => reader.expr(node));
}

function read<T>(
  json: string,
  source: string | undefined,
  convert: (reader: Reader, node: unknown) => T,
): Result<T, SqlError> {
  try {
    const node: unknown = JSON.parse(json, exactNumbers);
    const failure = parseError(node);
    if (failure) return { ok: false, error: failure };
    return { ok: true, value: convert(createReader(convertExpr, convertSelect, source), node) };
  } catch (error) {
    if (error instanceof SqlProblem) return { ok: false, error: error.error };
    if (error instanceof RangeError || error instanceof SyntaxError) {
      return { ok: false, error: { code: "too_complex", message: "The query is nested too deeply." } };
    }
    throw error;
  }
}

/** Whole numbers that a double can't hold arrive as bigint. */
function exactNumbers(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value) || context?.source === undefined) return value;
  return /^-?\d+$/.test(context.source) ? BigInt(context.source) : value;
}

/** What the parser refused, in its words, with the position it gave. */
function parseError(node: unknown): SqlError | null {
  if (typeof node !== "object" || node === null || !("error" in node) || node.error !== true) return null;
  const raw = node as { message?: unknown; type?: unknown; start?: unknown; end?: unknown };
  const span = spanOf(raw.start, raw.end);
  const text = String(raw.message ?? "Syntax error");
  const message = raw.type === "NotImplementedError" ? unsupported(text) : text;
  const code = raw.type === "NotImplementedError" ? "unsupported" : "syntax";
  return { code, message, ...(span ? { span } : {}) };
}

function unsupported(text: string): string {
  const clause = /SelectStmt\.(\w+)Clause/.exec(text)?.[1];
  return clause === undefined ? text : `${clause.toUpperCase()} is not supported.`;
}

function spanOf(start: unknown, end: unknown): Span | undefined {
  const from = (start as { offset?: unknown } | undefined)?.offset;
  const to = (end as { offset?: unknown } | undefined)?.offset;
  return typeof from === "number" && typeof to === "number" ? { start: from, end: to } : undefined;
}
