import type { JsonValue } from "../../events/types.ts";
import type { CompareOperator, ConstantValue, Expr } from "../ast.ts";
import { and, call, compare, constant, eq, instant, list, not, or } from "../build.ts";
import type { FilterContext } from "../property-filter.ts";
import { resolveDate } from "./date.ts";
import { FilterProblem } from "./error.ts";
import { cleanedPath } from "./path-cleaning.ts";
import { semverExpr } from "./semver.ts";
import type { Target, WireFilter } from "./types.ts";

type Build = (target: Target, values: readonly ConstantValue[], context: FilterContext) => Expr;

/** Positive operators hold when any value matches. */
const any =
  (one: (target: Target, value: ConstantValue, context: FilterContext) => Expr): Build =>
  (target, values, context) =>
    or(...values.map((value) => one(target, value, context)));

/** Negative ones when none does. */
const none =
  (one: (target: Target, value: ConstantValue, context: FilterContext) => Expr): Build =>
  (target, values, context) =>
    and(...values.map((value) => one(target, value, context)));

const isNull = (expr: Expr): Expr => compare(expr, "==", constant(null));
const isSet = (expr: Expr): Expr => compare(expr, "!=", constant(null));

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, (char) => `\\${char}`);

const like =
  (op: CompareOperator, pattern: (text: string) => string) =>
  ({ expr }: Target, value: ConstantValue): Expr =>
    compare(text(expr), op, constant(pattern(escapeLike(String(value)))));

/** Text of any column; property text stays as it is. */
const text = (expr: Expr): Expr =>
  expr.node === "Field" && expr.chain.includes("properties") ? expr : call("toString", expr);

/** RE2 on text; NULL matches nothing. */
const regex =
  (op: CompareOperator) =>
  ({ expr }: Target, value: ConstantValue): Expr =>
    compare(text(expr), op, constant(String(value)));

const contains = (value: string): string => `%${value}%`;
const startsWith = (value: string): string => `${value}%`;
const endsWith = (value: string): string => `%${value}`;

const exact: Build = ({ expr, type }, values) => {
  const wanted = values.map((value) => (type === "Boolean" ? truth(value) : value));
  const [only] = wanted;
  return wanted.length === 1 && only !== undefined
    ? eq(expr, constant(only))
    : compare(expr, "in", list(wanted));
};

/** A missing value is not any of them. */
const isNot: Build = ({ expr, type }, values) => {
  const wanted = values.map((value) => (type === "Boolean" ? truth(value) : value));
  const [only] = wanted;
  if (wanted.length === 1 && only !== undefined) return compare(expr, "!=", constant(only));
  return or(isNull(expr), compare(expr, "not in", list(wanted)));
};

const truth = (value: ConstantValue): ConstantValue =>
  value === "true" ? true : value === "false" ? false : value;

/** Numbers compare as numbers; a date-like or other text as it stands. */
const ordered =
  (op: CompareOperator) =>
  ({ expr }: Target, value: ConstantValue): Expr =>
    compare(expr, op, constant(numberOf(value) ?? value));

function numberOf(value: ConstantValue): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

const between =
  (negated: boolean): Build =>
  ({ expr }, values) => {
    const [low, high] = values.map((value) => numberOf(value) ?? value);
    if (values.length !== 2 || low === undefined || high === undefined) {
      throw new FilterProblem(
        "invalid_filter",
        'Operators "between" and "not_between" need a list of two values.',
      );
    }
    return negated
      ? or(compare(expr, "<", constant(low)), compare(expr, ">", constant(high)))
      : and(compare(expr, ">=", constant(low)), compare(expr, "<=", constant(high)));
  };

const asDate = (expr: Expr): Expr =>
  expr.node === "Field" && expr.chain.includes("properties") ? call("toDateTime", expr) : expr;

const date =
  (kind: "exact" | "before" | "after") =>
  ({ expr }: Target, value: ConstantValue, context: FilterContext): Expr => {
    const day = resolveDate(String(value), context);
    if (!day) {
      const message = `"${String(value)}" is not a date: write e.g. "2026-01-31" or "-7d".`;
      throw new FilterProblem("invalid_filter", message);
    }
    const moment = asDate(expr);
    if (kind === "before") return compare(moment, "<", instant(day.start));
    if (kind === "after")
      return compare(moment, day.dateOnly ? ">=" : ">", instant(day.dateOnly ? day.end : day.start));
    if (!day.dateOnly) return eq(moment, instant(day.start));
    return and(compare(moment, ">=", instant(day.start)), compare(moment, "<", instant(day.end)));
  };

const semver = (op: string) => any(({ expr }, value) => semverExpr(text(expr), op, String(value)));

const OPERATORS: Readonly<Record<string, Build>> = {
  exact,
  in: exact,
  is_not: isNot,
  not_in: isNot,
  is_cleaned_path_exact: any((target, value, context) =>
    eq(cleanedPath(text(target.expr), context), cleanedPath(constant(String(value)), context)),
  ),
  icontains: any(like("ilike", contains)),
  icontains_multi: any(like("ilike", contains)),
  not_icontains: none(like("not ilike", contains)),
  not_icontains_multi: none(like("not ilike", contains)),
  starts_with: any(like("ilike", startsWith)),
  ends_with: any(like("ilike", endsWith)),
  not_starts_with: none(like("not ilike", startsWith)),
  not_ends_with: none(like("not ilike", endsWith)),
  regex: any(regex("=~")),
  not_regex: none(regex("!~")),
  gt: any(ordered(">")),
  gte: any(ordered(">=")),
  min: any(ordered(">=")),
  lt: any(ordered("<")),
  lte: any(ordered("<=")),
  max: any(ordered("<=")),
  between: between(false),
  not_between: between(true),
  is_date_exact: any(date("exact")),
  is_date_before: any(date("before")),
  is_date_after: any(date("after")),
  semver_eq: semver("eq"),
  semver_neq: none(({ expr }, value) => not(semverExpr(text(expr), "eq", String(value)))),
  semver_gt: semver("gt"),
  semver_gte: semver("gte"),
  semver_lt: semver("lt"),
  semver_lte: semver("lte"),
  semver_tilde: semver("tilde"),
  semver_caret: semver("caret"),
  semver_wildcard: semver("wildcard"),
};

/** The filter's operator applied to its target; without a value it asks nothing. */
export function operatorExpr(target: Target, filter: WireFilter, context: FilterContext): Expr {
  const operator = typeof filter.operator === "string" ? filter.operator : "exact";
  if (operator === "is_set") return isSet(target.expr);
  if (operator === "is_not_set") return isNull(target.expr);
  const build = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (!build) throw new FilterProblem("invalid_filter", `Unknown operator "${operator}".`);
  const values = valuesOf(filter.value);
  return values.length === 0 ? and() : build(target, values, context);
}

function valuesOf(value: JsonValue | undefined): ConstantValue[] {
  const items = Array.isArray(value) ? value : [value];
  return items.flatMap((item): ConstantValue[] => {
    if (item === undefined || item === null) return [];
    if (typeof item === "object")
      throw new FilterProblem("invalid_filter", "Filter values are text, numbers or booleans.");
    return [item];
  });
}
