import type { Expr, Select } from "../../sql/ast.ts";
import { alias, and, call, constant, field, select } from "../../sql/build.ts";
import { timeCondition } from "../date-range/event-time.ts";
import { rangeOf } from "../date-range/period.ts";
import type { DateRange } from "../date-range/range.ts";
import { type InsightResult, insightError } from "../error.ts";
import { actorOf } from "../nodes/actor.ts";
import { entityCondition, queryCondition } from "../nodes/condition.ts";
import type { EntityNode } from "../nodes/schema.ts";
import { uniquePeople, wholeOf } from "../people.ts";
import type { InsightContext } from "../query-kind.ts";
import { eventWeight, weightedCount } from "../weights.ts";
import type { CalendarHeatmapQuery } from "./schema.ts";

/** Weeks that start on Sunday with 1: 0 stands for all days. */
const SUNDAY_FIRST = 3;

/**
 * One query with the columns `weekday` (1 Sunday … 7, 0 all), `hour_of_day` (1 … 24, 0 all) and `value`: each cell,
 * each row, each column and everything, so that unique actors are counted once in each.
 */
export function compileHeatmap(
  query: CalendarHeatmapQuery,
  context: InsightContext,
): InsightResult<{ readonly select: Select; readonly range: DateRange }> {
  const node = query.series[0] as EntityNode;
  const range = rangeOf(query, "day", context);
  if (!range.ok) return range;
  const events = entityCondition(node, "query__series__0", context);
  if (!events.ok) return events;
  const filters = queryCondition(query, context);
  if (!filters.ok) return filters;
  const value = counted(node, query.aggregation_group_type_index, context);
  if (!value.ok) return value;
  const weekday = call("toDayOfWeek", field("timestamp"), constant(SUNDAY_FIRST));
  const hour = call("plus", call("toHour", field("timestamp")), constant(1));
  return {
    ok: true,
    value: {
      range: range.value,
      select: select({
        select: [
          alias("weekday", weekday),
          alias("hour_of_day", hour),
          alias("value", value.value.aggregate),
        ],
        from: "events",
        where: and(
          events.value,
          timeCondition(range.value.from, range.value.to),
          filters.value,
          value.value.present,
        ),
        groupBy: [field("weekday"), field("hour_of_day")],
        groupByMode: "cube",
      }),
    },
  };
}

function counted(
  node: EntityNode,
  groupTypeIndex: number | undefined,
  context: InsightContext,
): InsightResult<{ readonly aggregate: Expr; readonly present: Expr }> {
  const { math = "total" } = node;
  const weight = eventWeight(context.sampled);
  if (math === "total")
    return { ok: true, value: { aggregate: weight ? weightedCount(weight) : call("count"), present: and() } };
  if (math === "dau") {
    const { key, present } = actorOf(groupTypeIndex);
    const whole = groupTypeIndex === undefined ? wholeOf(context) : undefined;
    return { ok: true, value: { aggregate: uniquePeople(key, whole), present } };
  }
  const message = `Math "${math}" is not available in calendars: use "total" or "dau".`;
  return insightError(message, "query__series__0__math", "invalid_choice");
}
