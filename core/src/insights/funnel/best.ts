import { alias, call, compare, constant, field } from "../../sql/build.ts";
import { param } from "./array-expr.ts";
import type { Attempts } from "./attempts.ts";
import type { EventItems } from "./event-item.ts";
import { addColumns, over, ownerColumns, type Rows } from "./rows.ts";

/** Times of the steps of each actor's best attempt: column of step k (0-based), ms since the start of the range. */
export const timeColumn = (step: number): string => `time_${step}`;

/**
 * The best attempt of each actor that has come further than `least` steps, the first of those that came furthest: columns
 * `actor`, `breakdown`, `level` and {@link timeColumn} of every step.
 */
export function bestAttempts({ rows, stepsAt }: Attempts, items: EventItems, least: number): Rows {
  const level = call("arrayMax", field("levels"));
  const found = addColumns(rows, { level, position: call("indexOf", field("levels"), level) });
  const times = stepsAt(param("position")).map((item, step) => alias(timeColumn(step), items.time(item)));
  const kept = [...ownerColumns(rows), "level"];
  return {
    from: over({
      select: [...kept.map((column) => field(column)), ...times],
      from: found.from,
      where: compare(field("level"), ">", constant(least)),
    }),
    columns: [...kept, ...times.map((time) => time.alias)],
  };
}
