import type { Expr, SelectQuery, Span } from "../ast.ts";
import { SqlProblem } from "../error.ts";

/** `WITH TOTALS`, `WITH ROLLUP`, `WITH CUBE` behind a GROUP BY: the grammar reads them and drops them. */
export interface GroupModifier {
  readonly word: "totals" | "rollup" | "cube";
  /** Offset in code points. */
  readonly at: number;
}

const GAP = String.raw`(?:\s|--[^\n]*\n|\/\/[^\n]*\n|\/\*[^]*?\*\/)`;
/** Strings, names and comments are passed over; a CTE may be called totals. */
const MODIFIER = new RegExp(
  [
    String.raw`'(?:[^'\\]|\\.|'')*'`,
    "`(?:[^`\\\\]|\\\\.|``)*`",
    String.raw`"(?:[^"\\]|\\.|"")*"`,
    String.raw`(?:--|\/\/|#)[^\n]*`,
    String.raw`\/\*[^]*?\*\/`,
    String.raw`\bwith${GAP}+(?<word>totals|rollup|cube)\b(?!${GAP}*(?:as\b|\())`,
  ].join("|"),
  "gi",
);

/** All of a text, in its order. */
export function groupModifiersOf(text: string): GroupModifier[] {
  const found: GroupModifier[] = [];
  for (const match of text.matchAll(MODIFIER)) {
    const word = match.groups?.word?.toLowerCase() as GroupModifier["word"] | undefined;
    if (word !== undefined) found.push({ word, at: [...text.slice(0, match.index)].length });
  }
  return found;
}

type Grouping = Pick<SelectQuery, "groupBy" | "groupByMode">;

/** The grouping that a modifier stands for. Totals are one more row whose group columns are empty. */
export function modified(
  grouping: Grouping,
  words: readonly GroupModifier["word"][],
  select: readonly Expr[],
  span: Span | undefined,
): Grouping {
  const [word, second] = words;
  if (word === undefined) return grouping;
  const { groupBy = [], groupByMode = "plain" } = grouping;
  const problem = (message: string) => new SqlProblem("unsupported", message, span);
  const name = `WITH ${word.toUpperCase()}`;
  if (second !== undefined) throw problem(`${name} WITH ${second.toUpperCase()}: one of them.`);
  if (groupByMode !== "plain" || groupBy.length === 0)
    throw problem(`${name} needs a plain GROUP BY with its columns.`);
  const columns = groupBy.map((expr) => named(expr, select));
  if (word !== "totals") return { groupBy: columns, groupByMode: word };
  const sets = [columns, []].map((exprs): Expr => ({ node: "Tuple", exprs }));
  return { groupBy: sets, groupByMode: "grouping sets" };
}

/** GROUP BY 2: the second column itself, since numbers only count at the top of the list. */
function named(expr: Expr, select: readonly Expr[]): Expr {
  if (expr.node !== "Constant" || typeof expr.value !== "number") return expr;
  const column = select[expr.value - 1];
  return column === undefined ? expr : column.node === "Alias" ? column.expr : column;
}
