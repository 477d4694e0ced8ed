import type { SqlError } from "@edgewise/core/sql/error.ts";
import { treeFromParser } from "@edgewise/core/sql/from-parser.ts";
import type { Result } from "@edgewise/core/sql/result.ts";
import { checkNesting, hasMatchingBrackets } from "../check-text.ts";
import { type Piece, piecesOf } from "./pieces.ts";

/** What the package's instance offers: JSON of the tree, or of an error. */
export interface ParserInstance {
  parseSelect(input: string, isInternal?: boolean): string;
  parseExpr(input: string, isInternal?: boolean): string;
}

/** Calls of the parser for one text: together they read its characters once. */
const MAX_PIECES = 200;
/** Calls in one text: the grammar takes about a millisecond for each. */
const MAX_CALLS = 600;
/** Stands for a piece: no literal is shorter or cheaper to parse. */
const STAND_IN = "''";

/** Parses a text piece by piece, the inner ones first: one tree, as if parsed at once, with the same positions. */
export function parsePieces(
  parser: ParserInstance,
  text: string,
  kind: "select" | "expr",
): Result<unknown, SqlError> {
  if ((text.match(/[\w$"`)]\s*\(/g)?.length ?? 0) > MAX_CALLS) return tooMany(`${MAX_CALLS} calls`);
  const whole = piecesOf(text);
  const order = innerFirst(whole);
  if (order.length > MAX_PIECES) return tooMany(`${MAX_PIECES} deeply nested calls`);
  const points = codePointsOf(text);
  const trees = new Map<number, unknown>();
  const total = points(text.length);
  for (const piece of order) {
    // A SELECT alone has two readings in the grammar, which costs exponential time; in brackets it has one.
    const wrapped = piece === whole && kind === "select" && isWrappable(text.slice(0, whole.to));
    const { source, marks } = sourceOf(text, piece, wrapped);
    const problem = checkNesting(source);
    if (problem) return { ok: false, error: problem };
    const json = piece === whole && kind === "select" ? parser.parseSelect(source) : parser.parseExpr(source);
    const toPoints = codePointsOf(source);
    const steps = marks.map((mark) => ({ at: toPoints(mark.at), to: points(mark.to) }));
    const tree = treeFromParser(json, {
      position: (offset) => Math.min(total, Math.max(0, placed(steps, offset))),
      tree: (offset) => trees.get(offset),
    });
    if (!tree.ok || piece === whole) return tree;
    trees.set(points(piece.from), tree.value);
  }
  throw new Error("The text has no pieces.");
}

function innerFirst(piece: Piece): Piece[] {
  return [...piece.cuts.flatMap(innerFirst), piece];
}

/** Brackets must match, or the one that is added would close the text's own. */
function isWrappable(text: string): boolean {
  return /^[\s\ufeff]*(?:select|with)\b/i.test(text) && hasMatchingBrackets(text);
}

interface Mark {
  readonly at: number;
  readonly to: number;
}

/** The piece's text with stand-ins, and where its parts come from. */
function sourceOf(text: string, piece: Piece, wrapped: boolean): { source: string; marks: readonly Mark[] } {
  let source = wrapped ? "(" : "";
  let from = piece.from;
  const marks: Mark[] = [{ at: source.length, to: from }];
  for (const cut of piece.cuts) {
    source += text.slice(from, cut.from) + STAND_IN;
    from = cut.to;
    marks.push({ at: source.length, to: from });
  }
  source += text.slice(from, piece.to);
  return { source: wrapped ? `${source}\n)` : source, marks };
}

function placed(steps: readonly Mark[], offset: number): number {
  const step = steps.findLast((mark) => mark.at <= offset) ?? { at: 1, to: 0 };
  return step.to + offset - step.at;
}

/** The parser counts positions in code points. */
function codePointsOf(text: string): (index: number) => number {
  if (!/[\ud800-\udbff]/.test(text)) return (index) => index;
  const counts = new Uint32Array(text.length + 1);
  for (let index = 0; index < text.length; index++) {
    const second = index > 0 && (text.codePointAt(index - 1) ?? 0) > 0xffff;
    counts[index + 1] = (counts[index] ?? 0) + (second ? 0 : 1);
  }
  return (index) => counts[index] ?? 0;
}

function tooMany(what: string): { readonly ok: false; readonly error: SqlError } {
  const message = `The query has more than ${what}: ask for fewer columns or conditions at once.`;
  return { ok: false, error: { code: "too_complex", message } };
}
