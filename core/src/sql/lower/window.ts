import type { Expr, FrameBound, WindowExpr, WindowFunction } from "../ast.ts";
import { SqlProblem } from "../error.ts";
import { joinSql, type Sql, sql } from "../fragment.ts";
import type { Lowered } from "../types.ts";
import { applyFunction, findFunction } from "./call.ts";
import { typed } from "./literal.ts";
import type { Lowering, Scope } from "./scope.ts";

const WHOLE_PARTITION = " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING";

/** `lag` and `lead` look over the whole partition; ClickHouse's look into the frame. */
const IN_FRAME: Readonly<Record<string, string>> = { lag: "lagInFrame", lead: "leadInFrame" };

export function lowerWindow(low: Lowering, node: WindowFunction, scope: Scope): Lowered {
  const inFrame = Object.hasOwn(IN_FRAME, node.name) ? IN_FRAME[node.name] : undefined;
  const entry = findFunction(inFrame ?? node.name, node.span);
  if (entry.kind === "scalar") {
    throw new SqlProblem("invalid_arguments", `'${node.name}' can't be used with OVER.`, node.span);
  }
  const args = inFrame === undefined ? node.args : node.args.map(nullableFirst);
  const call = applyFunction(low, entry, { ...node, node: "Call", args }, scope);
  const window = typeof node.over === "string" ? namedWindow(node, node.over, scope) : node.over;
  const over = windowText(low, window, scope, inFrame !== undefined);
  return typed(sql`${call.sql} OVER (${over})`, call.type, call.nullable, false);
}

/** Rows outside the partition answer NULL, not the type's default. */
const nullableFirst = (arg: Expr, index: number): Expr =>
  index === 0 ? { node: "Call", name: "toNullable", args: [arg] } : arg;

function namedWindow(node: WindowFunction, name: string, scope: Scope): WindowExpr {
  const window = Object.hasOwn(scope.windows, name) ? scope.windows[name] : undefined;
  if (!window) throw new SqlProblem("unknown_field", `Unknown window '${name}'.`, node.span);
  return window;
}

function windowText(low: Lowering, window: WindowExpr, scope: Scope, whole: boolean): Sql {
  const partition = window.partitionBy.map((expr) => low.expr(expr, scope).sql);
  const order = window.orderBy.map((item) => sql`${low.expr(item.expr, scope).sql} ${item.order}`);
  return [
    partition.length === 0 ? "" : ["PARTITION BY ", joinSql(partition, ", ")],
    partition.length > 0 && order.length > 0 ? " " : "",
    order.length === 0 ? "" : ["ORDER BY ", joinSql(order, ", ")],
    window.frame ? frameText(window.frame) : whole ? WHOLE_PARTITION : "",
  ];
}

function frameText(frame: NonNullable<WindowExpr["frame"]>): string {
  const start = boundText(frame.start);
  return ` ${frame.method} ${frame.end ? `BETWEEN ${start} AND ${boundText(frame.end)}` : start}`;
}

function boundText(bound: FrameBound): string {
  if (bound.kind === "CURRENT ROW") return bound.kind;
  return `${bound.value === undefined ? "UNBOUNDED" : Math.trunc(bound.value)} ${bound.kind}`;
}
