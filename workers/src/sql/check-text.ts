import type { SqlError } from "@edgewise/core/sql/error.ts";

/** Characters a query may have. */
const MAX_LENGTH = 200_000;
/** Brackets open at once: the parser recurses for each. */
const MAX_NESTING = 80;
/** Brackets directly in brackets: the grammar tries every reading of each, so time doubles with each. */
const MAX_RUN = 12;
/** Operators and keywords between two commas of one level: the parser nests each in the one before. */
const MAX_CHAIN = 200;
/** Dots and comparisons are many in honest conditions, and nest little. */
const LIGHT = 0.3;

const TOKEN =
  /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|--[^\n]*|\/\*[\s\S]*?\*\/|[A-Za-z_$][\w$]*|\d[\w.]*|[([{]|[)\]}]|,|[-+*/%|.:?=<>!~]/g;
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
  const runs = [0];
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match;
    const level = chains.length - 1;
    if ("([{".includes(token)) {
      chains[level] = (chains[level] ?? 0) + 1;
      chains.push(0);
      runs.push((runs.at(-1) ?? 0) + 1);
    } else if (")]}".includes(token)) {
      if (level > 0) {
        chains.pop();
        runs.pop();
      }
    } else if (token === ",") chains[level] = 0;
    else chains[level] = (chains[level] ?? 0) + weightOf(token);
    if (token.toLowerCase() === "select") runs[runs.length - 1] = 0;
    if (chains.length > MAX_NESTING || (runs.at(-1) ?? 0) > MAX_RUN) {
      return tooComplex(
        `is nested too deeply: at most ${MAX_RUN} brackets in each other, ${MAX_NESTING} with subqueries`,
        match.index,
      );
    }
    if ((chains.at(-1) ?? 0) > MAX_CHAIN) {
      return tooComplex(`has an expression of more than ${MAX_CHAIN} operators`, match.index);
    }
  }
  return null;
}

function weightOf(token: string): number {
  if (token.length === 1 && ".=<>!~".includes(token)) return LIGHT;
  const chained = token.length === 1 ? "-+*/%|:?".includes(token) : CHAINED.has(token.toLowerCase());
  return chained ? 1 : 0;
}

function tooComplex(what: string, index: number): SqlError {
  return { code: "too_complex", message: `The query ${what}.`, span: { start: index, end: index + 1 } };
}
