import { EngineError } from "./error.ts";
import { isKeyword, paramName, type Token, tokens } from "./tokens.ts";

/** What the server must know of a statement before it runs it. */
export type Statement =
  | {
      readonly kind: "insert";
      /** Target as written (`t`, `db.t`, quoted); undefined for `INSERT INTO FUNCTION`. */
      readonly table: string | undefined;
      readonly columns: readonly string[] | undefined;
      /** Format of inline data; `VALUES` when so written; undefined for INSERT … SELECT. */
      readonly format: string | undefined;
      /** Where the target (table and columns) ends in the SQL text. */
      readonly targetEnd: number;
      /** Where inline data begins in the SQL text. */
      readonly dataStart: number;
      /** True when only table, columns and format are given, so the engine's raw path can take it. */
      readonly plain: boolean;
    }
  | {
      /** `session`: SET and USE, which mean nothing without a session that goes on. */
      readonly kind: "select" | "kill" | "session" | "other";
      /** Format named by the statement itself. */
      readonly format: string | undefined;
    };

export interface Scan {
  readonly statement: Statement;
  readonly params: ReadonlySet<string>;
  /** True when the statement may set settings by itself. */
  readonly settings: boolean;
  /** The statement without a trailing semicolon. */
  readonly sql: string;
}

const SELECTING = new Set(["SELECT", "WITH", "SHOW", "DESCRIBE", "DESC", "EXPLAIN", "EXISTS", "("]);

/** Throws ClickHouse's error 456 for a placeholder without a value. */
export function requireParams({ params }: Scan, given: Readonly<Record<string, string>>): void {
  const missing = [...params].find((name) => !(name in given));
  // Checked here, since a session that is used again still has the values of earlier statements.
  if (missing !== undefined) {
    throw new EngineError(456, `Substitution \`${missing}\` is not set`, "UNKNOWN_QUERY_PARAMETER");
  }
}

/** Reads the head of a statement. Throws ClickHouse's error 62 for more than one statement. */
export function scan(text: string): Scan {
  const all: Token[] = [];
  const params = new Set<string>();
  let insert = false;
  let settings = false;
  for (const token of tokens(text)) {
    if (all.length === 0) insert = isKeyword(token, "INSERT");
    if (token.kind === "param") params.add(paramName(token));
    const last = all.at(-1);
    if (last?.text === ";" && last.kind === "symbol") throw multiStatement(token);
    if (isKeyword(token, "SETTINGS")) settings = true;
    if (all.length === 1 && isKeyword(token, "TEMPORARY")) throw noTemporary();
    if (isKeyword(last, "INTO") && isKeyword(token, "OUTFILE")) throw noFiles("INTO OUTFILE");
    if (isKeyword(last, "FROM") && isKeyword(token, "INFILE")) throw noFiles("FROM INFILE");
    all.push(token);
    if (insert && token.depth === 0) {
      if (isKeyword(token, "VALUES"))
        return { statement: insertHead(all, "VALUES", token.end), params, settings, sql: text };
      if (isKeyword(last, "FORMAT") && token.kind === "word") {
        return { statement: insertHead(all, token.text, token.end), params, settings, sql: text };
      }
    }
  }
  const end = all.at(-1)?.text === ";" ? all.at(-1)!.start : text.length;
  const sql = text.slice(0, end);
  if (insert) return { statement: insertHead(all, undefined, end), params, settings, sql };
  return { statement: { kind: kindOf(all), format: trailingFormat(all) }, params, settings, sql };
}

function kindOf(all: readonly Token[]): "select" | "kill" | "session" | "other" {
  const [first] = all;
  if (first === undefined) throw new EngineError(62, "Syntax error: Empty query", "SYNTAX_ERROR");
  const word = first.text.toUpperCase();
  if (word === "KILL") return "kill";
  if (word === "SET" || word === "USE") return "session";
  // `WITH … INSERT INTO …` writes.
  if (all.some((token) => token.depth === 0 && isKeyword(token, "INSERT"))) return "other";
  return SELECTING.has(word) ? "select" : "other";
}

function trailingFormat(all: readonly Token[]): string | undefined {
  const at = all.findLastIndex((token) => token.depth === 0 && isKeyword(token, "FORMAT"));
  const name = all[at + 1];
  const after = all[at + 2];
  if (at <= 0 || name?.kind !== "word") return undefined;
  return after === undefined || after.text === ";" || isKeyword(after, "SETTINGS") ? name.text : undefined;
}

function insertHead(all: readonly Token[], format: string | undefined, dataStart: number): Statement {
  let at = isKeyword(all[1], "INTO") ? 2 : 1;
  if (isKeyword(all[at], "FUNCTION")) {
    const targetEnd = all.find((token) => token.text === ")" && token.depth === 0)?.end ?? dataStart;
    return {
      kind: "insert",
      table: undefined,
      columns: undefined,
      format,
      targetEnd,
      dataStart,
      plain: false,
    };
  }
  if (isKeyword(all[at], "TABLE")) at++;
  let table = all[at++]?.text ?? "";
  while (all[at]?.text === ".") {
    table += `.${all[at + 1]?.text ?? ""}`;
    at += 2;
  }
  let columns: string[] | undefined;
  if (all[at]?.text === "(") {
    const close = all.findIndex((token, index) => index > at && token.text === ")" && token.depth === 0);
    columns = all
      .slice(at + 1, close)
      .filter(({ text }) => text !== ",")
      .map(({ text }) => unquote(text));
    at = close + 1;
  }
  const plain = isKeyword(all[at], "FORMAT") && at === all.length - 2;
  const targetEnd = all[at - 1]?.end ?? dataStart;
  return { kind: "insert", table: unquote(table), columns, format, targetEnd, dataStart, plain };
}

function unquote(name: string): string {
  return name.replaceAll(/[`"]/g, "");
}

function multiStatement(token: Token): EngineError {
  return new EngineError(
    62,
    `Syntax error (Multi-statements are not allowed): failed at position ${token.start} (end of query)`,
    "SYNTAX_ERROR",
  );
}

function noFiles(clause: string): EngineError {
  return new EngineError(344, `${clause} is not allowed over HTTP`, "SUPPORT_IS_DISABLED");
}

function noTemporary(): EngineError {
  return new EngineError(48, "Temporary tables are not supported: there are no sessions", "NOT_IMPLEMENTED");
}
