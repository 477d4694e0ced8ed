import { type Bracket, bracketsOf, type Item } from "./brackets.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** A part of the text that is parsed on its own; `cuts` are the pieces in it, replaced by `''`. Offsets of the text. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly cuts: Piece[];
}

/** Calls in a piece that aren't cut: the parser reads this depth at its usual speed. */
const KEPT_DEPTH = 1;
/** Brackets in each other that are worth a piece. */
const WORTH = 2;

/** Words that make more than an expression of what is between two commas. */
const NO_EXPR = new Set(
  `select distinct as from order by with both leading trailing for where limit all using values ignore respect
  exclude replace collate asc desc ascending descending nulls filter within having group settings return let`.split(
    /\s+/,
  ),
);

/** Cuts arguments out of deep calls. A text that can't be cut is one piece. */
export function piecesOf(text: string): Piece {
  const tokens = tokensOf(text);
  const end = tokens?.at(-1)?.kind === "semicolon" ? (tokens.at(-1) as Token).start : text.length;
  const whole: Piece = { from: 0, to: end, cuts: [] };
  if (tokens === null || tokens.slice(0, -1).some((token) => token.kind === "semicolon"))
    return { ...whole, to: text.length };
  walk(tokens, bracketsOf(tokens), 0, whole);
  return whole;
}

function walk(tokens: readonly Token[], bracket: Bracket, depth: number, piece: Piece): void {
  for (const item of bracket.items) {
    const inner = depth > KEPT_DEPTH ? cutOf(tokens, bracket, item) : null;
    if (inner) piece.cuts.push(inner);
    for (const child of item.brackets)
      if (!child.type) walk(tokens, child, inner ? 1 : depth + 1, inner ?? piece);
  }
}

/** The expression in an argument: without DISTINCT, a lambda's head, or what it is cast to. */
function cutOf(tokens: readonly Token[], bracket: Bracket, item: Item): Piece | null {
  const height = Math.max(0, ...item.brackets.map((child) => child.height));
  if (!bracket.call || height < WORTH) return null;
  const own = ownTokens(tokens, item);
  const arrow = own.findLast((token) => token.kind === "arrow");
  const cast = own.findLast((token) => token.text === "as");
  const head = arrow ?? (own[0]?.text === "distinct" ? own[0] : undefined);
  const after = head?.end ?? 0;
  const part = own.filter(
    (token) => token.start >= after && token.start < (cast?.start ?? Number.POSITIVE_INFINITY),
  );
  const [first, last] = [part[0], part.at(-1)];
  if (!first || !last || part.some((token) => token.kind === "word" && NO_EXPR.has(token.text))) return null;
  if (arrow && (first.text === "{" || own.filter((token) => token.kind === "arrow").length > 1)) return null;
  return { from: first.start, to: last.end, cuts: [] };
}

/** The item's tokens that are in none of its brackets, and the brackets' own ends. */
function ownTokens(tokens: readonly Token[], item: Item): readonly Token[] {
  let depth = 0;
  return tokens.slice(item.from, item.to).filter((token) => {
    if (token.kind === "close") depth--;
    const own = depth === 0;
    if (token.kind === "open") depth++;
    return own;
  });
}
