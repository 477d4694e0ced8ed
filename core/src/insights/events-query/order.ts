import type { Expr, OrderExpr } from "../../sql/ast.ts";
import { asc, desc, field } from "../../sql/build.ts";
import type { SqlError } from "../../sql/error.ts";
import type { Result } from "../../sql/result.ts";
import type { QueryParser } from "../query-kind.ts";
import type { EventColumn } from "./columns.ts";

/**
 * ORDER BY of an EventsQuery. Without one: `count()` first, else the first aggregate, else `timestamp` (all
 * descending), else the first column ascending.
 */
export function orderOf(
  orderBy: readonly string[] | null | undefined,
  columns: readonly EventColumn[],
  parser: QueryParser,
): Result<OrderExpr[], SqlError> {
  if (!orderBy?.length) return { ok: true, value: defaultOrder(columns) };
  const items: OrderExpr[] = [];
  for (const text of orderBy) {
    const direction = /\s+(asc|desc)\s*$/i.exec(text)?.[1]?.toLowerCase();
    const parsed = parser.parseExpr(text.replace(/\s+(asc|desc)\s*$/i, ""));
    if (!parsed.ok) return parsed;
    items.push(direction === "desc" ? desc(parsed.value) : asc(parsed.value));
  }
  return { ok: true, value: items };
}

function defaultOrder(columns: readonly EventColumn[]): OrderExpr[] {
  const only = (column: EventColumn | undefined): Expr | undefined => column?.exprs[0];
  const count = columns.find(
    ({ exprs: [expr] }) => expr?.node === "Call" && expr.name === "count" && expr.args.length === 0,
  );
  const aggregate = only(count) ?? only(columns.find((column) => column.aggregate));
  if (aggregate) return [desc(aggregate)];
  const timed = columns.some(
    ({ text, exprs: [expr] }) =>
      text.trim() === "*" ||
      (expr?.node === "Field" && expr.chain.length === 1 && expr.chain[0] === "timestamp"),
  );
  if (timed) return [desc(field("timestamp"))];
  const first = only(columns[0]);
  return first ? [asc(first)] : [];
}
