import type { CompareOperator, Expr } from "../ast.ts";
import { bound, type Sql, sql } from "../fragment.ts";
import type { Lowered } from "../types.ts";
import { harmonise } from "./compare.ts";
import type { Lowering, Scope } from "./scope.ts";

const MIRROR: Partial<Record<CompareOperator, CompareOperator>> = {
  "==": "==",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

/** Functions of a time that stay within a day of it or before it: comparisons bound the day by a day more. */
const COARSE = new Set(["toDate", "toStartOfDay", "toStartOfHour", "toDateTime", "toStartOfMinute"]);
const CALLED: Readonly<Record<string, CompareOperator>> = {
  equals: "==",
  less: "<",
  lessOrEquals: "<=",
  greater: ">",
  greaterOrEquals: ">=",
};

/**
 * Conditions on `day` that follow from comparisons of `timestamp` with constants in a WHERE clause: `day` is in
 * the sort key, `timestamp` isn't near its start.
 */
export function dayConditions(low: Lowering, where: Expr | undefined, scope: Scope): Sql[] {
  if (!where) return [];
  switch (where.node) {
    case "And":
      return where.exprs.flatMap((expr) => dayConditions(low, expr, scope));
    case "CompareOperation":
      return conditions(low, where.op, where.left, where.right, scope);
    case "BetweenExpr":
      if (where.negated) return [];
      return [
        ...conditions(low, ">=", where.expr, where.low, scope),
        ...conditions(low, "<=", where.expr, where.high, scope),
      ];
    case "Call": {
      const op = Object.hasOwn(CALLED, where.name) ? CALLED[where.name] : undefined;
      const [left, right] = where.args;
      if (where.name === "and") return where.args.flatMap((expr) => dayConditions(low, expr, scope));
      return op && left && right ? conditions(low, op, left, right, scope) : [];
    }
    default:
      return [];
  }
}

function conditions(low: Lowering, op: CompareOperator, left: Expr, right: Expr, scope: Scope): Sql[] {
  const mirrored = MIRROR[op];
  if (mirrored === undefined) return [];
  const ahead = prunable(low, left, scope);
  if (ahead) return bounds(low, op, ahead, low.expr(right, scope), left);
  const behind = prunable(low, right, scope);
  return behind ? bounds(low, mirrored, behind, low.expr(left, scope), right) : [];
}

interface Prunable {
  readonly day: () => Sql;
  readonly value: Lowered;
  readonly coarse: boolean;
}

function prunable(low: Lowering, named: Expr, scope: Scope): Prunable | null {
  const expr = behindAlias(named, scope);
  const coarse = expr.node === "Call" && COARSE.has(expr.name) && expr.args.length === 1;
  const field = coarse ? expr.args[0] : expr;
  if (field?.node !== "Field") return null;
  const { prunes } = low.expr(field, scope);
  return prunes ? { day: prunes, value: low.expr(expr, scope), coarse } : null;
}

/** `toDate(timestamp) AS day … WHERE day > …`: the alias stands for its expression. */
function behindAlias(expr: Expr, scope: Scope): Expr {
  const name = expr.node === "Field" && expr.chain.length === 1 ? String(expr.chain[0]) : undefined;
  const entry = name === undefined ? undefined : scope.aliases.get(name);
  return entry && !entry.aggregate && entry.expr.node !== "Field" ? entry.expr : expr;
}

function bounds(low: Lowering, op: CompareOperator, side: Prunable, against: Lowered, at: Expr): Sql[] {
  if (!against.isConstant || against.constant?.value === null) return [];
  const [, limit] = harmonise(low, side.value, against, at.span);
  if (limit.type !== "datetime" && limit.type !== "date") return [];
  const inUtc = limit.type === "date" ? midnight(low, limit.sql) : limit.sql;
  const day = sql`toDate(toTimeZone(${inUtc}, 'UTC'))`;
  const slack = side.coarse ? 1 : 0;
  const lower = sql`${side.day()} >= ${day}${slack ? " - 1" : ""}`;
  const upper = sql`${side.day()} <= ${day}${slack ? " + 1" : ""}`;
  if (op === "==") return [lower, upper];
  return [op.startsWith(">") ? lower : upper];
}

const midnight = (low: Lowering, date: Sql): Sql =>
  sql`toDateTime(${date}, ${bound("String", low.context.timezone)})`;
