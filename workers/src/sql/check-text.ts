import type { SqlError } from "@edgewise/core/sql/error.ts";

/** Characters a query may have. */
const MAX_LENGTH = 200_000;
/** Brackets open at once: the parser recurses for each. */
const MAX_NESTING = 80;
/** Brackets directly in brackets that aren't cut into pieces of their own: each costs the grammar more than the last. */
const MAX_RUN = 12;
/** The same where a bracket is missing: the grammar tries every reading before it gives up. */
const MAX_BROKEN_RUN = 4;
/** Subqueries in each other. */
const MAX_SUBQUERIES = 12;
/** Operators and keywords between two commas of one level: the parser nests each in the one before. */
const MAX_CHAIN = 200;
/** Words after NOT that make one operator with it. */
const NOT_WITH = /^\s+(?:in|like|ilike|between|null)\b/i;
/** NOT nests what follows it, and every reading of it is tried. */
const NOT_WEIGHT = 8;
/** Dots and comparisons are many in honest conditions, and nest little. */
const LIGHT = 0.3;

const TOKEN =
  /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|(?:--|\/\/)[^\n\r]*|\/\*[\s\S]*?\*\/|[A-Za-z_$][\w$]*|\d[\w.]*|[([{]|[)\]}]|,|[-+*/%|.:?=<>!~]/g;
const CHAINED = new Set(
  "and or not in is like ilike between case when then else interval union intersect except select join over distinct as".split(
    " ",
  ),
);

/** Refuses text that would cost the parser its stack or its time, before it sees it. */
export function checkText(text: string): SqlError | null {
  if (text.length > MAX_LENGTH) {
    return { code: "too_complex", message: `The query is longer than ${MAX_LENGTH} characters.` };
  }
  const chains = [0];
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match;
    const level = chains.length - 1;
    if (isOpen(token)) {
      chains[level] = (chains[level] ?? 0) + 1;
      chains.push(0);
    } else if (isClose(token)) {
      if (level > 0) chains.pop();
    } else if (token === ",") chains[level] = 0;
    else chains[level] = (chains[level] ?? 0) + weightOf(token, text, match.index);
    if (chains.length > MAX_NESTING) {
      return tooComplex(`is nested too deeply: at most ${MAX_NESTING} brackets in each other`, match.index);
    }
    if ((chains.at(-1) ?? 0) > MAX_CHAIN) {
      return tooComplex(`has an expression of more than ${MAX_CHAIN} operators`, match.index);
    }
  }
  return null;
}

/** Refuses a text for the parser whose brackets would cost it too much time. */
export function checkNesting(text: string): SqlError | null {
  const runs = [0];
  const selects = [0];
  const limit = hasMatchingBrackets(text) ? MAX_RUN : MAX_BROKEN_RUN;
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match;
    const top = runs.length - 1;
    if (isOpen(token)) {
      runs.push((runs[top] ?? 0) + 1);
      selects.push(selects[top] ?? 0);
    } else if (isClose(token) && top > 0) {
      runs.pop();
      selects.pop();
    } else if (token.toLowerCase() === "select") {
      runs[top] = 0;
      selects[top] = (selects[top - 1] ?? 0) + 1;
    }
    const place = `at most ${limit} brackets in each other, ${MAX_SUBQUERIES} subqueries`;
    if ((runs.at(-1) ?? 0) > limit || (selects.at(-1) ?? 0) > MAX_SUBQUERIES) {
      return tooComplex(`is nested too deeply: ${place}`, match.index);
    }
  }
  return null;
}

/** True when every bracket of the text has its other half. */
export function hasMatchingBrackets(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    if (isOpen(token)) depth++;
    if (isClose(token) && --depth < 0) return false;
  }
  return depth === 0;
}

const isOpen = (token: string): boolean => token === "(" || token === "[" || token === "{";
const isClose = (token: string): boolean => token === ")" || token === "]" || token === "}";

function weightOf(token: string, text: string, index: number): number {
  if (token.toLowerCase() === "not") return NOT_WITH.test(text.slice(index + 3, index + 40)) ? 1 : NOT_WEIGHT;
  if (token.length === 1 && ".=<>!~".includes(token)) return LIGHT;
  const chained = token.length === 1 ? "-+*/%|:?".includes(token) : CHAINED.has(token.toLowerCase());
  return chained ? 1 : 0;
}

function tooComplex(what: string, index: number): SqlError {
  return { code: "too_complex", message: `The query ${what}.`, span: { start: index, end: index + 1 } };
}
