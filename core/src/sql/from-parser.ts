import type { Expr, Select, Span } from "./ast.ts";
import { type SqlError, SqlProblem } from "./error.ts";
import { convertExpr } from "./parsed/expr.ts";
import { createReader } from "./parsed/reader.ts";
import { convertSelect } from "./parsed/select.ts";
import type { Result } from "./result.ts";

/** Where a separately parsed piece of a text stands in the whole. */
export interface Placement {
  /** Offset in the whole text of an offset in the piece. */
  position(offset: number): number;
  /** The parser's tree that belongs at this offset of the whole, in place of the literal that stands there. */
  tree(offset: number): unknown;
}

/**
 * The parser's JSON of a SELECT as our AST. Everything is checked: the parser is a foreign program. With the text that
 * was parsed, a second alias of a table (`FROM events WHER x`) is an error too: the parser drops the first one.
 */
export function selectFromParser(json: string, source?: string): Result<Select, SqlError> {
  const tree = treeFromParser(json);
  return tree.ok ? selectFromTree(tree.value, source) : tree;
}

/** The parser's JSON of an expression as our AST. */
export function exprFromParser(json: string, source?: string): Result<Expr, SqlError> {
  const tree = treeFromParser(json);
  return tree.ok ? exprFromTree(tree.value, source) : tree;
}

/** `selectFromParser` after `treeFromParser`. */
export const selectFromTree = (tree: unknown, source?: string): Result<Select, SqlError> =>
  guarded(() => createReader(convertExpr, convertSelect, source).select(tree));

/** `exprFromParser` after `treeFromParser`. */
export const exprFromTree = (tree: unknown, source?: string): Result<Expr, SqlError> =>
  guarded(() => createReader(convertExpr, convertSelect, source).expr(tree));

/** The parser's JSON as a tree that is still unchecked, placed in the whole text when it is of a piece. */
export function treeFromParser(json: string, placement?: Placement): Result<unknown, SqlError> {
  const tree = guarded<unknown>(() => JSON.parse(json, placement ? placing(placement) : exactNumbers));
  const failure = tree.ok ? parseError(tree.value) : null;
  return failure ? { ok: false, error: failure } : tree;
}

function guarded<T>(run: () => T): Result<T, SqlError> {
  try {
    return { ok: true, value: run() };
  } catch (error) {
    if (error instanceof SqlProblem) return { ok: false, error: error.error };
    if (error instanceof RangeError || error instanceof SyntaxError) {
      return { ok: false, error: { code: "too_complex", message: "The query is nested too deeply." } };
    }
    throw error;
  }
}

type Reviver = (this: unknown, key: string, value: unknown, context?: { source?: string }) => unknown;

/** Moves positions, then puts the trees of other pieces in the place of their literals. */
function placing(placement: Placement): Reviver {
  return function (key, value, context) {
    if (typeof value !== "object" || value === null) return exactNumbers.call(this, key, value, context);
    if ((key === "start" || key === "end") && "offset" in value && typeof value.offset === "number") {
      return { ...value, offset: placement.position(value.offset) };
    }
    if (!("node" in value) || value.node !== "Constant" || !("start" in value)) return value;
    const { offset } = (value.start ?? {}) as { offset?: unknown };
    return (typeof offset === "number" ? placement.tree(offset) : undefined) ?? value;
  };
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
