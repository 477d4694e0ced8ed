/** A token of ClickHouse SQL, as far as serving needs: comments and whitespace are dropped. */
export interface Token {
  readonly kind: "word" | "string" | "quoted" | "number" | "symbol" | "param";
  /** Text as written; for `param` the whole `{name:Type}`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Number of brackets open before the token. */
  readonly depth: number;
}

const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const NUMBER = /\d[\w.]*/y;
const SKIP = /(?:\s+|--[^\n]*|#!?\s[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y;
const PARAM = /\{\s*([\p{L}_]\w*)\s*:[^{}']*(?:'[^']*'[^{}']*)*\}/uy;

/** Splits SQL lazily, so that a caller can stop before inline data begins. */
export function* tokens(sql: string): Generator<Token> {
  let at = 0;
  let depth = 0;
  while (at < sql.length) {
    at = match(SKIP, sql, at) ?? at;
    if (at >= sql.length) return;
    const start = at;
    const char = sql[at]!;
    const { kind, end } = next(sql, at, char);
    if (kind === "symbol" && ")]}".includes(char)) depth = Math.max(0, depth - 1);
    yield { kind, text: sql.slice(start, end), start, end, depth };
    if (kind === "symbol" && "([{".includes(char)) depth++;
    at = end;
  }
}

function next(sql: string, at: number, char: string): { kind: Token["kind"]; end: number } {
  if (char === "'") return { kind: "string", end: quotedEnd(sql, at, char) };
  if (char === "`" || char === '"') return { kind: "quoted", end: quotedEnd(sql, at, char) };
  const patterns = [
    ["param", PARAM],
    ["word", WORD],
    ["number", NUMBER],
  ] as const;
  for (const [kind, pattern] of patterns) {
    const end = match(pattern, sql, at);
    if (end !== undefined) return { kind, end };
  }
  return { kind: "symbol", end: at + 1 };
}

/** Name of a `{name:Type}` placeholder token. */
export function paramName(token: Token): string {
  return token.text.slice(1, token.text.indexOf(":")).trim();
}

/** True when the token is this keyword, whatever its case. */
export function isKeyword(token: Token | undefined, keyword: string): boolean {
  return token?.kind === "word" && token.text.toUpperCase() === keyword;
}

function match(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function quotedEnd(sql: string, start: number, quote: string): number {
  for (let at = start + 1; at < sql.length; at++) {
    if (sql[at] === "\\") at++;
    else if (sql[at] === quote) {
      if (sql[at + 1] !== quote) return at + 1;
      at++;
    }
  }
  return sql.length;
}
