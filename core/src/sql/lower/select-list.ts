import type { ColumnsExpr, Expr, SelectQuery } from "../ast.ts";
import { SqlProblem } from "../error.ts";
import { ident, type Sql, sql } from "../fragment.ts";
import { lookupFunction } from "../functions/lookup.ts";
import { printHogQL } from "../print-hogql.ts";
import type { Lowered } from "../types.ts";
import { aliasValue } from "./field.ts";
import type { Lowering, OutputColumn, Scope, Source } from "./scope.ts";

/** Registers the aliases of a select list before anything is resolved, so that clauses can name them. */
export function openAliases(query: SelectQuery, scope: Scope): void {
  for (const expr of query.select) {
    if (expr.node !== "Alias") continue;
    if (scope.aliases.has(expr.alias)) {
      const message = `Cannot redefine an alias with the name: ${expr.alias}`;
      throw new SqlProblem("invalid_arguments", message, expr.span);
    }
    scope.aliases.set(expr.alias, { expr: expr.expr, aggregate: hasAggregate(expr.expr), state: "new" });
  }
}

/** True when an aggregate or window function is in it (subqueries aside). */
export function hasAggregate(expr: Expr): boolean {
  return some(expr, (node) => {
    if (node.node === "WindowFunction") return true;
    return node.node === "Call" && lookupFunction(node.name)?.kind === "aggregate";
  });
}

function some(value: unknown, test: (node: Expr) => boolean): boolean {
  if (Array.isArray(value)) return value.some((item) => some(item, test));
  if (typeof value !== "object" || value === null) return false;
  const node = value as Expr;
  if (node.node === "SelectQuery" || node.node === "SelectSetQuery") return false;
  return test(node) || Object.values(value).some((child) => some(child, test));
}

/** Output columns; in subqueries every column gets a name that the enclosing query can use. */
export function lowerSelectList(
  low: Lowering,
  query: SelectQuery,
  scope: Scope,
  top: boolean,
): OutputColumn[] {
  const taken = new Set([...scope.aliases.keys(), ...scope.sources.flatMap((source) => source.names)]);
  const columns: OutputColumn[] = [];
  const add = (name: string, lowered: Lowered): void => {
    const plain = /^[A-Za-z_$][\w$]*$/.test(name) && !taken.has(name) && !Object.hasOwn(RESERVED_NAMES, name);
    const printed = plain ? name : `column_${columns.length}`;
    taken.add(printed);
    columns.push({ name, printed: top ? "" : printed, lowered });
  };
  for (const expr of query.select) {
    const expanded = expand(expr, scope);
    if (expanded) for (const { name, lowered } of expanded) add(name, lowered);
    else if (expr.node === "Alias") {
      const entry = scope.aliases.get(expr.alias);
      if (!entry) throw new Error("alias without entry");
      columns.push({ name: expr.alias, printed: expr.alias, lowered: aliasValue(low, entry, scope) });
    } else add(columnName(expr), low.expr(expr, scope));
  }
  if (columns.length === 0)
    throw new SqlProblem("invalid_arguments", "SELECT needs at least one column.", query.span);
  return columns;
}

/** Names that would make ClickHouse read something else. */
const RESERVED_NAMES: Readonly<Record<string, true>> = {
  inf: true,
  nan: true,
  null: true,
  true: true,
  false: true,
};

export function printColumn({ printed, lowered }: OutputColumn): Sql {
  return printed === "" ? lowered.sql : sql`${lowered.sql} AS ${ident(printed)}`;
}

/** A column without alias is called by its last name, else by its text. */
function columnName(expr: Expr): string {
  if (expr.node === "Field") return String(expr.chain.at(-1));
  if (expr.node === "ArrayAccess" && expr.property.node === "Constant" && expr.array.node === "Field") {
    return String(expr.property.value);
  }
  return printHogQL(expr);
}

interface Named {
  readonly name: string;
  readonly lowered: Lowered;
}

function expand(expr: Expr, scope: Scope): readonly Named[] | null {
  if (expr.node === "Field" && expr.chain.at(-1) === "*" && expr.chain.length <= 2) {
    return star(expr, expr.chain.length === 2 ? String(expr.chain[0]) : undefined, scope);
  }
  return expr.node === "ColumnsExpr" ? columns(expr, scope) : null;
}

function star(expr: Expr, table: string | undefined, scope: Scope): readonly Named[] {
  const sources = table === undefined ? scope.sources : [sourceNamed(table, scope, expr)];
  if (sources.length === 0) {
    throw new SqlProblem(
      "invalid_arguments",
      "Cannot use '*' when there are no tables in the query",
      expr.span,
    );
  }
  return sources.flatMap((source) => source.star());
}

function sourceNamed(name: string, scope: Scope, expr: Expr): Source {
  const source = scope.sources.find((candidate) => candidate.names.includes(name));
  if (source) return source;
  throw new SqlProblem("unknown_table", `Couldn't find table with name '${name}' in scope`, expr.span);
}

function columns(expr: ColumnsExpr, scope: Scope): readonly Named[] {
  const all = star(expr, expr.table, scope);
  if (expr.regex === undefined) return all.filter(({ name }) => !expr.exclude.includes(name));
  const pattern = plainPattern(expr.regex, expr);
  const matching = all.filter(({ name }) => pattern(name));
  if (matching.length > 0) return matching;
  throw new SqlProblem("invalid_arguments", `COLUMNS('${expr.regex}') matches no column.`, expr.span);
}

/** Only patterns that can't run long: text with `^`, `$`, `.*` and `|`. */
function plainPattern(regex: string, expr: Expr): (name: string) => boolean {
  if (regex.length > 200 || /[\\()[\]{}?+]|\*(?<!\.\*)/.test(regex)) {
    const message = "COLUMNS takes simple patterns: letters, '^', '$', '.', '.*' and '|'.";
    throw new SqlProblem("unsupported", message, expr.span);
  }
  const compiled = new RegExp(regex);
  return (name) => compiled.test(name);
}
