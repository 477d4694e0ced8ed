import { type InsightResult, insightError } from "../error.ts";

/** A parsed formula over series: `A` is series 0. */
export type Formula =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "series"; readonly index: number }
  | { readonly kind: "negate"; readonly operand: Formula }
  | { readonly kind: "binary"; readonly operator: Operator; readonly left: Formula; readonly right: Formula };

export type Operator = "+" | "-" | "*" | "/" | "^";

const TOKEN = /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z])(?![A-Za-z])|(\*\*|[-+*/^()]))/y;
const PRECEDENCE: Record<Operator, number> = { "+": 1, "-": 1, "*": 2, "/": 2, "^": 4 };
const UNARY_PRECEDENCE = 3;
const MAX_DEPTH = 100;

type Token = { readonly text: string; readonly at: number };

/**
 * Parses `A + 2*B`: letters are series, `+ - * / ^ ( )` and numbers as usual (`^` binds right and tighter than the
 * unary minus). Fails with the position of what it did not understand, or the letter of a series that is not there.
 */
export function parseFormula(
  text: string,
  seriesCount: number,
  attr: string | null = null,
): InsightResult<Formula> {
  const fail = (message: string) => insightError(`Formula "${text}": ${message}`, attr);
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== "") {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) {
      return fail(
        `"${text.slice(at).trim()[0]}" at position ${at + 1} is not a series letter, number or operator.`,
      );
    }
    tokens.push({ text: (match[1] ?? match[2] ?? match[3]) as string, at: TOKEN.lastIndex });
  }

  let position = 0;
  let error: string | undefined;
  const stop = (message: string): Formula => {
    error ??= message;
    position = tokens.length;
    return { kind: "number", value: 0 };
  };

  function primary(depth: number): Formula {
    const token = tokens[position++];
    if (depth > MAX_DEPTH) return stop("it is nested too deeply.");
    if (!token) return stop("it ends where a series or a number is expected.");
    if (token.text === "(") {
      const inner = expression(0, depth + 1);
      if (tokens[position++]?.text !== ")") return stop(`a ")" is missing.`);
      return inner;
    }
    if (token.text === "-" || token.text === "+") {
      const operand = expression(UNARY_PRECEDENCE, depth + 1);
      return token.text === "-" ? { kind: "negate", operand } : operand;
    }
    if (/^[A-Za-z]$/.test(token.text)) {
      const index = token.text.toUpperCase().charCodeAt(0) - 65;
      if (index < seriesCount) return { kind: "series", index };
      return stop(`there is no series ${token.text.toUpperCase()}; the query has ${seriesCount}.`);
    }
    if (/^[\d.]/.test(token.text)) return { kind: "number", value: Number(token.text) };
    return stop(`"${token.text}" at position ${token.at} stands where a series or a number is expected.`);
  }

  function expression(minimum: number, depth: number): Formula {
    let left = primary(depth);
    for (;;) {
      const operator = asOperator(tokens[position]?.text);
      if (!operator || PRECEDENCE[operator] < minimum) return left;
      position++;
      const next = operator === "^" ? UNARY_PRECEDENCE : PRECEDENCE[operator] + 1;
      left = { kind: "binary", operator, left, right: expression(next, depth + 1) };
    }
  }

  const formula = expression(0, 0);
  const rest = tokens[position];
  if (error) return fail(error);
  if (rest) return fail(`"${rest.text}" at position ${rest.at} is not expected there.`);
  return { ok: true, value: formula };
}

function asOperator(text: string | undefined): Operator | undefined {
  if (text === "**") return "^";
  return text !== undefined && text in PRECEDENCE ? (text as Operator) : undefined;
}
