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
    let kind: Token["kind"];
    let end: number | undefined;
    if (char === "'") [kind, end] = ["string", quotedEnd(sql, at, char)];
    else if (char === "`" || char === '"') [kind, end] = ["quoted", quotedEnd(sql, at, char)];
    else if (char === "{" && (end = match(PARAM, sql, at)) !== undefined) kind = "param";
    else if ((end = match(WORD, sql, at)) !== undefined) kind = "word";
    else if ((end = match(NUMBER, sql, at)) !== undefined) kind = "number";
    else [kind, end] = ["symbol", at + 1];
    if (kind === "symbol" && ")]}".includes(char)) depth = Math.max(0, depth - 1);
    yield { kind, text: sql.slice(start, end), start, end: end!, depth };
    if (kind === "symbol" && "([{".includes(char)) depth++;
    at = end!;
  }
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
