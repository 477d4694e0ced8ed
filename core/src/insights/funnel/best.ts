import type { Expr } from "../../sql/ast.ts";
import { call, field } from "../../sql/build.ts";
import { param } from "./array-expr.ts";
import type { Attempts } from "./attempts.ts";
import type { EventItems } from "./event-item.ts";
import { addColumns, keepColumns, OWNER_COLUMNS, type Rows } from "./rows.ts";

/** Times of the steps of each actor's best attempt: column of step k (0-based), ms since the start of the range. */
export const timeColumn = (step: number): string => `time_${step}`;

/**
 * Each actor's best attempt, the first of those that came furthest: columns `actor`, `breakdown`, `level` and
 * {@link timeColumn} of every step.
 */
export function bestAttempts({ rows, stepsAt }: Attempts, items: EventItems): Rows {
  const level = call("arrayMax", field("levels"));
  const found = addColumns(rows, { level, position: call("indexOf", field("levels"), level) });
  const times = stepsAt(param("position")).map((item, step): [string, Expr] => [
    timeColumn(step),
    items.time(item),
  ]);
  const timed = addColumns(found, Object.fromEntries(times));
  return keepColumns(
    timed,
    (column) => [...OWNER_COLUMNS, "level"].includes(column) || column.startsWith("time_"),
  );
}
