import type * as ast from "./ast.ts";

/** Builders for the query AST: `select({ select: [call("count")], from: "events", where: … })`. */

/** A value to bind; use {@link instant} for points in time. */
export const constant = (value: ast.ConstantValue): ast.Constant => ({ node: "Constant", value });

/** A point in time (ms since the epoch). */
export const instant = (ms: number): ast.Instant => ({ node: "Instant", ms });

/** `field("properties", "$browser")`; one string per chain element, never split at dots. */
export const field = (...chain: readonly (string | number)[]): ast.Field => ({ node: "Field", chain });

/** `call("count")`, `call("sumIf", x, cond)`: names of the query language, see `functions/`. */
export const call = (name: string, ...args: readonly ast.Expr[]): ast.Call => ({ node: "Call", name, args });

/** `parametric("quantile", [constant(0.9)], x)` = `quantile(0.9)(x)`. */
export const parametric = (
  name: string,
  params: readonly ast.Expr[],
  ...args: readonly ast.Expr[]
): ast.Call => ({ node: "Call", name, args, params });

export const alias = (name: string, expr: ast.Expr): ast.Alias => ({ node: "Alias", alias: name, expr });

export const compare = (left: ast.Expr, op: ast.CompareOperator, right: ast.Expr): ast.CompareOperation => ({
  node: "CompareOperation",
  op,
  left,
  right,
});

export const eq = (left: ast.Expr, right: ast.Expr): ast.CompareOperation => compare(left, "==", right);

export const arithmetic = (
  left: ast.Expr,
  op: ast.ArithmeticOperator,
  right: ast.Expr,
): ast.ArithmeticOperation => ({ node: "ArithmeticOperation", op, left, right });

/** All of them; nested Ands are flattened, one expression is returned as it is, none is `true`. */
export function and(...exprs: readonly ast.Expr[]): ast.Expr {
  const flat = exprs.flatMap((expr) => (expr.node === "And" ? expr.exprs : [expr]));
  return flat.length === 1 && flat[0] ? flat[0] : { node: "And", exprs: flat };
}

/** Any of them; one expression is returned as it is, none is `false`. */
export function or(...exprs: readonly ast.Expr[]): ast.Expr {
  const flat = exprs.flatMap((expr) => (expr.node === "Or" ? expr.exprs : [expr]));
  return flat.length === 1 && flat[0] ? flat[0] : { node: "Or", exprs: flat };
}

export const not = (expr: ast.Expr): ast.Not => ({ node: "Not", expr });

export const array = (...exprs: readonly ast.Expr[]): ast.ArrayExpr => ({ node: "Array", exprs });

export const tuple = (...exprs: readonly ast.Expr[]): ast.Tuple => ({ node: "Tuple", exprs });

/** A tuple of constants, for the right side of `in`: printed as one bound array. */
export const list = (values: readonly ast.ConstantValue[]): ast.Tuple => tuple(...values.map(constant));

export const lambda = (args: readonly string[], expr: ast.Expr): ast.Lambda => ({
  node: "Lambda",
  args,
  expr,
});

export const between = (expr: ast.Expr, low: ast.Expr, high: ast.Expr): ast.BetweenExpr => ({
  node: "BetweenExpr",
  expr,
  low,
  high,
  negated: false,
});

export const asc = (expr: ast.Expr): ast.OrderExpr => ({ node: "OrderExpr", expr, order: "ASC" });
export const desc = (expr: ast.Expr): ast.OrderExpr => ({ node: "OrderExpr", expr, order: "DESC" });

/** A table by name, optionally with an alias; for table functions pass `args`. */
export const table = (name: string, as?: string, args?: readonly ast.Expr[]): ast.JoinExpr => ({
  node: "JoinExpr",
  table: { node: "TableRef", name, ...(args ? { args } : {}) },
  ...(as ? { alias: as } : {}),
});

/** A subquery in FROM. */
export const from = (query: ast.Select, as?: string): ast.JoinExpr => ({
  node: "JoinExpr",
  table: query,
  ...(as ? { alias: as } : {}),
});

/** Turns a FROM item into a joined one. */
export const join = (item: ast.JoinExpr, joinType: ast.JoinType, on?: ast.Expr): ast.JoinExpr => ({
  ...item,
  joinType,
  ...(on ? { on } : {}),
});

type SelectParts = Omit<ast.SelectQuery, "node" | "from"> & {
  /** Table name, subquery, or the list of FROM and joins. */
  readonly from?: string | ast.Select | readonly ast.JoinExpr[];
};

export function select(parts: SelectParts): ast.SelectQuery {
  const { from: source, ...rest } = parts;
  return { node: "SelectQuery", ...rest, ...(source === undefined ? {} : { from: fromList(source) }) };
}

function fromList(source: NonNullable<SelectParts["from"]>): readonly ast.JoinExpr[] {
  if (typeof source === "string") return [table(source)];
  return "node" in source ? [from(source)] : source;
}

export const unionAll = (first: ast.Select, ...rest: readonly ast.Select[]): ast.Select =>
  rest.length === 0
    ? first
    : { node: "SelectSetQuery", first, rest: rest.map((query) => ({ op: "UNION ALL", query })) };

/** `name AS (select …)` for `ctes`. */
export const cte = (name: string, query: ast.Select): ast.Cte => ({
  node: "CTE",
  name,
  value: { kind: "subquery", query },
});
