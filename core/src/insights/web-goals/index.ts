import * as z from "zod";
import type { JsonObject, JsonValue } from "../../events/types.ts";
import type { Expr } from "../../sql/ast.ts";
import { alias, call, compare, constant, field, or, select } from "../../sql/build.ts";
import { defineKind } from "../define-kind.ts";
import type { InsightResult } from "../error.ts";
import { doneAction } from "../events-query/compile.ts";
import type { EngineRows, InsightContext, QueryKind } from "../query-kind.ts";
import { countIf, total, visitors } from "../web-query/columns.ts";
import { IS_VIEW } from "../web-query/events.ts";
import { byPeriod, type WebColumn, webRows } from "../web-query/rows.ts";
import { webBase, webPage } from "../web-query/schema.ts";
import { WHOLE, webEnvelope } from "../web-query/table.ts";

/** As many actions as are asked for, by default. */
const DEFAULT_GOALS = 5;
const MAX_GOALS = 20;
const COLUMNS = ["action_name", "converting_users", "total_conversions", "conversion_rate"];

const schema = z.object({ kind: z.literal("WebGoalsQuery"), ...webBase, limit: webPage.limit });

const definition: QueryKind<z.output<typeof schema>> = {
  kind: "WebGoalsQuery",
  schema,
  compile(query, context) {
    const limit = Math.min(query.limit ?? DEFAULT_GOALS, MAX_GOALS);
    const actions = [...(context.actions?.values() ?? [])].filter(({ steps }) => steps.length > 0);
    const goals = goalsOf(actions.slice(0, limit), context);
    if (!goals.ok) return goals;
    if (goals.value.length === 0) {
      return { ok: true, value: { run: "none", response: answer([], actions.length, limit) } };
    }
    const rows = webRows(query, context, {
      events: or(IS_VIEW, ...goals.value.map(({ done }) => done)),
      columns: [
        alias("visitor", field("person_key")),
        alias("visits", call("count")),
        ...goals.value.map(({ column, done }) => alias(column, countIf(done))),
      ],
      groupBy: [field("visitor")],
    });
    if (!rows.ok) return rows;
    const { periods } = rows.value;
    const columns = [visitors, ...goals.value.flatMap(({ column }) => figures(column))];
    const shape = (found: EngineRows): JsonObject => {
      const names = goals.value.map(({ name }) => name);
      return answer(shapeGoals(found, names, periods.length), actions.length, limit);
    };
    return {
      ok: true,
      value: {
        run: "query",
        select: select({ select: byPeriod(columns, periods), from: rows.value.select }),
        limits: { defaultRows: null, maxRows: 1 },
        shape,
        envelope: webEnvelope(periods, context),
      },
    };
  },
};

interface Goal {
  readonly name: string;
  readonly column: string;
  readonly done: Expr;
}

function goalsOf(
  actions: readonly { readonly id: number; readonly name: string }[],
  context: InsightContext,
): InsightResult<readonly Goal[]> {
  const goals: Goal[] = [];
  for (const { id, name } of actions) {
    const done = doneAction(id, "query", context);
    if (!done.ok) return done;
    goals.push({ name, column: `goal_${id}`, done: done.value });
  }
  return { ok: true, value: goals };
}

const figures = (column: string): WebColumn[] => [
  {
    name: `users_of_${column}`,
    of: (inPeriod) => countIf(inPeriod(compare(field(column), ">", constant(0)))),
  },
  total(`times_of_${column}`, column),
];

/** One row: visitors, then users and conversions of each goal, each by period. */
function shapeGoals({ rows }: EngineRows, names: readonly string[], periods: number): JsonValue[] {
  const cells = (rows[0] ?? []).map(Number);
  const at = (column: number, period: number): number | null =>
    period < periods ? (cells[column * periods + period] ?? 0) : null;
  const pair = (column: number) => [at(column, 0), at(column, 1)];
  return names.map((name, index) => {
    const users = pair(1 + index * 2);
    const rates = users.map((value, period) => {
      const all = at(0, period);
      return value === null || !all ? null : value / all;
    });
    return [name, users, pair(2 + index * 2), rates];
  });
}

const answer = (results: JsonValue[], actions: number, limit: number): JsonObject => ({
  results,
  columns: COLUMNS.map((name) => `context.columns.${name}`),
  hasMore: actions > limit,
  limit,
  offset: 0,
  samplingRate: WHOLE,
});

/** WebGoalsQuery (API.md 2.15): how many visitors did each of the project's actions, pinned ones first. */
export const webGoalsQuery = defineKind(definition);
