import type { ArithmeticOperation, ArrayAccess, Expr, TupleAccess, TypeCast } from "../ast.ts";
import { SqlProblem } from "../error.ts";
import { joinSql, type Sql, sql } from "../fragment.ts";
import type { Lowered, SqlType } from "../types.ts";
import { lowerCall } from "./call.ts";
import { lowerBetween, lowerCompare } from "./compare.ts";
import { lowerField } from "./field.ts";
import { boundList, lowerConstant, lowerInstant, typed } from "./literal.ts";
import { numeric } from "./property.ts";
import type { Lowering, Scope } from "./scope.ts";
import { below } from "./subquery-source.ts";
import { lowerWindow } from "./window.ts";

/** One expression in ClickHouse's words. */
export function lowerExpr(low: Lowering, node: Expr, scope: Scope): Lowered {
  switch (node.node) {
    case "Constant":
      return lowerConstant(node.value);
    case "Instant":
      return lowerInstant(node.ms);
    case "Field":
      return lowerField(low, node, scope);
    case "Call":
      return lowerCall(low, node, scope);
    case "WindowFunction":
      return lowerWindow(low, node, scope);
    case "Alias":
      return low.expr(node.expr, scope);
    case "ArithmeticOperation":
      return lowerArithmetic(low, node, scope);
    case "CompareOperation":
      return lowerCompare(low, node, scope);
    case "BetweenExpr":
      return lowerBetween(low, node, scope);
    case "And":
      return logical(low, node.exprs, "AND", "1", scope);
    case "Or":
      return logical(low, node.exprs, "OR", "0", scope);
    case "Not": {
      const value = truth(low.expr(node.expr, scope));
      return typed(sql`(NOT ${value.sql})`, "bool", value.nullable, value.isConstant);
    }
    case "Array":
      return collection(low, node.exprs, "array", scope);
    case "Tuple":
      return collection(low, node.exprs, "tuple", scope);
    case "Dict":
      return collection(low, node.items.flat(), "map", scope);
    case "ArrayAccess":
      return lowerArrayAccess(low, node, scope);
    case "TupleAccess":
      return lowerTupleAccess(low, node, scope);
    case "TypeCast":
      return lowerCast(low, node, scope);
    case "SelectQuery":
    case "SelectSetQuery": {
      const { sql: query, columns } = low.select(node, scope.ctes);
      const [column] = columns;
      return typed(
        ["(", query, ")"],
        columns.length === 1 ? (column?.lowered.type ?? "unknown") : "tuple",
        true,
        false,
      );
    }
    case "Lambda":
      throw new SqlProblem(
        "invalid_arguments",
        "A lambda (x -> …) can only be an argument of a function.",
        node.span,
      );
    case "ColumnsExpr":
      throw new SqlProblem(
        "invalid_arguments",
        "COLUMNS and * EXCLUDE belong into a SELECT list.",
        node.span,
      );
    case "Placeholder":
      throw new SqlProblem(
        "unresolved_placeholder",
        `Unresolved placeholder: {${node.chain.join(".")}}`,
        node.span,
      );
  }
}

/** Property text in place of a condition: 'true' is true. */
export function truth(value: Lowered): Lowered {
  if (!value.property || value.type !== "string") return value;
  const text = value.raw ? sql`(${value.raw} = 'true')` : sql`ifNull(${value.sql} = 'true', 0)`;
  return typed(text, "bool", false, value.isConstant);
}

function logical(low: Lowering, exprs: readonly Expr[], word: string, empty: string, scope: Scope): Lowered {
  const parts = exprs.map((expr) => truth(low.expr(expr, scope)));
  const [only] = parts;
  if (only === undefined) return typed(empty, "bool", false, true);
  if (parts.length === 1) return only;
  const text = [
    "(",
    joinSql(
      parts.map((part) => part.sql),
      ` ${word} `,
    ),
    ")",
  ];
  return typed(
    text,
    "bool",
    parts.some((part) => part.nullable),
    parts.every((part) => part.isConstant),
  );
}

function lowerArithmetic(low: Lowering, node: ArithmeticOperation, scope: Scope): Lowered {
  const left = numeric(low.expr(node.left, scope));
  const right = numeric(low.expr(node.right, scope));
  const text = sql`(${left.sql} ${node.op} ${right.sql})`;
  return typed(
    text,
    arithmeticType(left.type, right.type),
    left.nullable || right.nullable,
    left.isConstant && right.isConstant,
  );
}

function arithmeticType(left: SqlType, right: SqlType): SqlType {
  const isTime = (type: SqlType): boolean => type === "datetime" || type === "date";
  if (isTime(left) && isTime(right)) return "number";
  if (isTime(left)) return left;
  return isTime(right) ? right : left === "interval" || right === "interval" ? "unknown" : "number";
}

function collection(
  low: Lowering,
  exprs: readonly Expr[],
  name: "array" | "tuple" | "map",
  scope: Scope,
): Lowered {
  const values = exprs.map((expr) => (expr.node === "Constant" ? expr.value : null));
  const list = name === "array" ? boundList(values) : null;
  if (list !== null) return typed(list, "array", false, true);
  const items = exprs.map((expr) => low.expr(expr, scope));
  const text = [
    `${name}(`,
    joinSql(
      items.map((item) => item.sql),
      ", ",
    ),
    ")",
  ];
  return typed(
    text,
    name,
    false,
    items.every((item) => item.isConstant),
  );
}

/** `properties['a b']` and `properties.list[1]` are paths; anything else is an array or map access. */
function lowerArrayAccess(low: Lowering, node: ArrayAccess, scope: Scope): Lowered {
  const base = low.expr(node.array, scope);
  const key = node.property.node === "Constant" ? node.property.value : null;
  if ((base.type === "json" || base.property) && (typeof key === "string" || typeof key === "number")) {
    return pathBelow(low, node.array, base, key, scope);
  }
  const index = low.expr(node.property, scope);
  return typed(sql`${base.sql}[${index.sql}]`, "unknown", true, base.isConstant && index.isConstant);
}

function pathBelow(low: Lowering, of: Expr, base: Lowered, key: string | number, scope: Scope): Lowered {
  const chain = chainOf(of);
  return chain
    ? lowerField(low, { node: "Field", chain: [...chain, key] }, scope)
    : below(base, [key], of.span);
}

function chainOf(expr: Expr): readonly (string | number)[] | null {
  if (expr.node === "Field") return expr.chain;
  if (expr.node === "TupleAccess") {
    const chain = chainOf(expr.tuple);
    return chain && [...chain, expr.index];
  }
  if (expr.node !== "ArrayAccess" || expr.property.node !== "Constant") return null;
  const key = expr.property.value;
  const chain = chainOf(expr.array);
  return chain && (typeof key === "string" || typeof key === "number") ? [...chain, key] : null;
}

function lowerTupleAccess(low: Lowering, node: TupleAccess, scope: Scope): Lowered {
  const base = low.expr(node.tuple, scope);
  if (base.type === "json" || base.property) return pathBelow(low, node.tuple, base, node.index, scope);
  return typed(
    sql`tupleElement(${base.sql}, ${String(Math.trunc(node.index))})`,
    "unknown",
    true,
    base.isConstant,
  );
}

const CASTS: Readonly<Record<string, string>> = {
  ...names("toInt", "int integer bigint smallint tinyint int8 int16 int32 int64 uint8 uint16 uint32 uint64"),
  ...names("toFloat", "float double real numeric number float32 float64 decimal"),
  ...names("toString", "string text varchar char"),
  ...names("toBool", "bool boolean"),
  ...names("toDate", "date"),
  ...names("toDateTime", "datetime datetime64 timestamp timestamptz"),
  ...names("toUUID", "uuid"),
};

function names(target: string, words: string): Record<string, string> {
  return Object.fromEntries(words.split(" ").map((word) => [word, target]));
}

/** `Nullable(DateTime64(6, 'UTC'))` → `datetime64`: casts are nullable anyway, and precise as ours are. */
const plainType = (type: string): string => {
  const inner = /^(?:lowcardinality|nullable)\((.*)\)$/.exec(type)?.[1];
  return inner === undefined ? type.replace(/\(.*\)$/, "") : plainType(inner);
};

function lowerCast(low: Lowering, node: TypeCast, scope: Scope): Lowered {
  const wanted = plainType(node.type.toLowerCase());
  const name = Object.hasOwn(CASTS, wanted) ? CASTS[wanted] : undefined;
  if (name === undefined) {
    const known = "int, float, string, bool, date, datetime, uuid";
    throw new SqlProblem("unsupported", `Can't cast to '${node.type}': use one of ${known}.`, node.span);
  }
  if (name === "toBool") {
    const value = low.expr(node.expr, scope);
    const text: Sql = sql`accurateCastOrNull(${value.sql}, 'Bool')`;
    return typed(text, "bool", true, value.isConstant);
  }
  return lowerCall(low, { node: "Call", name, args: [node.expr] }, scope);
}
