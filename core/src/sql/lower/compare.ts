import type { BetweenExpr, CompareOperation, CompareOperator, Expr } from "../ast.ts";
import { bound, joinSql, type Sql, sql } from "../fragment.ts";
import type { Lowered } from "../types.ts";
import {
  boundList,
  datetimeLiteral,
  isDateText,
  literals,
  lowerConstant,
  typed,
  uuidLiteral,
} from "./literal.ts";
import { lowerInCohort } from "./named.ts";
import { numeric } from "./property.ts";
import type { Lowering, Scope } from "./scope.ts";

const INFIX: Partial<Record<CompareOperator, string>> = {
  "==": "=",
  "!=": "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  like: "LIKE",
  ilike: "ILIKE",
  "not like": "NOT LIKE",
  "not ilike": "NOT ILIKE",
};
const TRUE_WHEN_ONE_IS_NULL: ReadonlySet<CompareOperator> = new Set([
  "!=",
  "not like",
  "not ilike",
  "!~",
  "!~*",
]);

/** Comparisons that are always true or false: NULL equals NULL and nothing else. */
export function lowerCompare(low: Lowering, node: CompareOperation, scope: Scope): Lowered {
  const { op } = node;
  if (op === "in cohort" || op === "not in cohort") {
    return lowerInCohort(low, node.left, node.right, op === "not in cohort", scope);
  }
  if (op === "in" || op === "not in") return lowerIn(low, node, scope);
  const left = low.expr(node.left, scope);
  const right = low.expr(node.right, scope);
  return compareValues(low, op, left, right, node.span);
}

export function compareValues(
  low: Lowering,
  op: CompareOperator,
  leftSide: Lowered,
  rightSide: Lowered,
  span: Expr["span"],
): Lowered {
  const isConstant = leftSide.isConstant && rightSide.isConstant;
  const done = (text: Sql): Lowered => typed(text, "bool", false, isConstant);
  if (leftSide.constant?.value === null || rightSide.constant?.value === null) {
    return done(compareWithNull(op, leftSide.constant?.value === null ? rightSide : leftSide));
  }
  const [left, right] = harmonise(low, leftSide, rightSide, span);
  const plain = withoutNulls(op, left, right) ?? withoutNulls(flip(op), right, left);
  if (plain) return done(plain);
  const text = operation(op, left.instant ?? left.sql, right.instant ?? right.sql);
  if (!left.nullable && !right.nullable) return done(text);
  return done(sql`ifNull(${text}, ${whenNull(op, left, right)})`);
}

/** What a comparison is when a side is NULL. */
function whenNull(op: CompareOperator, left: Lowered, right: Lowered): Sql {
  const both = left.nullable && right.nullable;
  if (op === "==" && both) return sql`(isNull(${left.sql}) AND isNull(${right.sql}))`;
  if (!TRUE_WHEN_ONE_IS_NULL.has(op)) return "0";
  return both ? sql`(isNotNull(${left.sql}) OR isNotNull(${right.sql}))` : "1";
}

function compareWithNull(op: CompareOperator, other: Lowered): Sql {
  if (op === "==") return isNull(other);
  if (TRUE_WHEN_ONE_IS_NULL.has(op)) return isNotNull(other);
  return "0";
}

export const isNull = (value: Lowered): Sql =>
  value.raw ? sql`(${value.raw} = '')` : sql`isNull(${value.sql})`;
export const isNotNull = (value: Lowered): Sql =>
  value.raw ? sql`(${value.raw} != '')` : sql`isNotNull(${value.sql})`;

/** Text with '' for NULL compared with a literal that '' can't satisfy needs no NULL handling. */
function withoutNulls(op: CompareOperator, left: Lowered, right: Lowered): Sql | null {
  const literal = right.constant?.value;
  if (left.raw === undefined || typeof literal !== "string" || literal === "") return null;
  if (op === "==" || op === "!=") return operation(op, left.raw, right.sql);
  const like = op === "like" || op === "ilike" || op === "not like" || op === "not ilike";
  return like && /[^%]/.test(literal) ? operation(op, left.raw, right.sql) : null;
}

/** The operator with its sides exchanged; only equality survives it. */
const flip = (op: CompareOperator): CompareOperator => (op === "==" || op === "!=" ? op : "in");

function operation(op: CompareOperator, left: Sql, right: Sql): Sql {
  const infix = INFIX[op];
  if (infix !== undefined) return sql`(${left} ${infix} ${right})`;
  const pattern = op.endsWith("*") ? sql`concat('(?i)', ${right})` : right;
  return op.startsWith("!") ? sql`not(match(${left}, ${pattern}))` : sql`match(${left}, ${pattern})`;
}

/** Gives both sides of a comparison types that ClickHouse can compare as the language means it. */
export function harmonise(
  low: Lowering,
  left: Lowered,
  right: Lowered,
  span: Expr["span"],
): [Lowered, Lowered] {
  return [adapt(low, left, right, span), adapt(low, right, left, span)];
}

function adapt(low: Lowering, value: Lowered, other: Lowered, span: Expr["span"]): Lowered {
  const literal = value.constant?.value;
  const { timezone } = low.context;
  if (typeof literal === "string") {
    if (other.type === "datetime" && !other.property) return datetimeLiteral(literal, timezone, span);
    if (other.type === "date") {
      if (!isDateText(literal)) return datetimeLiteral(literal, timezone, span);
      return typed(sql`toDate(${bound("String", literal)})`, "date", false, true);
    }
    if (other.type === "uuid") return uuidLiteral(literal, span);
    if (other.type === "number" && isNumeric(literal)) return lowerConstant(Number(literal));
    return value;
  }
  if (typeof literal === "boolean" && textOf(other)) return lowerConstant(String(literal));
  const otherLiteral = other.constant?.value;
  if (
    value.text &&
    typeof otherLiteral === "string" &&
    !(value.type === "number" && isNumeric(otherLiteral))
  ) {
    return value.type === "datetime" ? value : value.text;
  }
  if (value.text && typeof otherLiteral === "boolean") return value.text;
  if (value.property && value.type === "string") {
    if (other.type === "number") return numeric(value);
    if (other.type === "datetime" || other.type === "date") return parsed(value, timezone);
  }
  if (value.type === "uuid" && other.type === "string" && !other.constant) {
    return { ...value, sql: sql`toString(${value.sql})`, type: "string" };
  }
  if (value.type === "date" && other.type === "datetime") {
    const midnight = sql`toDateTime(${value.sql}, ${bound("String", timezone)})`;
    return { ...value, sql: midnight, type: "datetime" };
  }
  return value;
}

const textOf = (value: Lowered): boolean =>
  value.text !== undefined || (value.property === true && value.type === "string");

export const isNumeric = (text: string): boolean => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim());

const parsed = (value: Lowered, timezone: string): Lowered =>
  typed(
    sql`parseDateTime64BestEffortOrNull(${value.sql}, 6, ${bound("String", timezone)})`,
    "datetime",
    true,
    value.isConstant,
  );

function lowerIn(low: Lowering, node: CompareOperation, scope: Scope): Lowered {
  const operator = node.op === "in" ? "IN" : "NOT IN";
  const left = low.expr(node.left, scope);
  const right = rightOfIn(low, node, left, scope);
  const plain = node.op === "in" && left.raw !== undefined && right.nonEmpty ? left.raw : null;
  const side = plain ?? right.left ?? left.instant ?? left.sql;
  return typed(sql`(${side} ${operator} ${right.sql})`, "bool", left.nullable && !plain, false);
}

interface InList {
  readonly sql: Sql;
  /** All literals are text other than ''. */
  readonly nonEmpty?: boolean;
  /** The left side, when it had to change. */
  readonly left?: Sql;
}

function rightOfIn(low: Lowering, node: CompareOperation, left: Lowered, scope: Scope): InList {
  const { right } = node;
  if (right.node === "SelectQuery" || right.node === "SelectSetQuery") {
    return { sql: ["(", low.select(right, scope.ctes).sql, ")"] };
  }
  const name = right.node === "Field" && right.chain.length === 1 ? String(right.chain[0]) : undefined;
  const cte = name === undefined ? undefined : scope.ctes.get(name);
  if (cte?.kind === "subquery") return { sql: `(SELECT * FROM ${cte.printed})` };
  const values = literals(right);
  const list = right.node === "Tuple" || right.node === "Array" || right.node === "Constant";
  if (values === null || !list) return { sql: low.expr(right, scope).sql };
  const items = values.filter((value) => value !== null);
  if (items.length === 0) return { sql: "tuple(NULL)" };
  if (left.type === "datetime" || left.type === "uuid" || left.type === "date") {
    const lowered = items.map((value) => adapt(low, lowerConstant(value), left, node.span).sql);
    return { sql: sql`tuple(${joinSql(lowered, ", ")})` };
  }
  const numbers = items.every((value) => typeof value === "number");
  if (numbers && left.property) {
    return { sql: boundList(items) ?? "tuple(NULL)", left: numeric(left).sql };
  }
  const texts = left.property || left.type === "string" ? items.map(String) : items;
  const array = boundList(texts);
  if (array !== null) {
    const text = left.text && texts.every((item) => typeof item === "string") ? left.text : undefined;
    const nonEmpty = texts.every((item) => typeof item === "string" && item !== "");
    return { sql: array, nonEmpty, ...(text ? { left: text.sql } : {}) };
  }
  return {
    sql: sql`tuple(${joinSql(
      items.map((item) => lowerConstant(item).sql),
      ", ",
    )})`,
  };
}

export function lowerBetween(low: Lowering, node: BetweenExpr, scope: Scope): Lowered {
  const value = low.expr(node.expr, scope);
  const bounds = [low.expr(node.low, scope), low.expr(node.high, scope)] as const;
  const [first, second] = node.negated ? (["<", ">"] as const) : ([">=", "<="] as const);
  const parts = [
    compareValues(low, first, value, bounds[0], node.span).sql,
    compareValues(low, second, value, bounds[1], node.span).sql,
  ];
  return typed(["(", joinSql(parts, node.negated ? " OR " : " AND "), ")"], "bool", false, false);
}
