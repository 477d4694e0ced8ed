import * as z from "zod";
import type { JsonObject } from "../../events/types.ts";
import type { Expr } from "../../sql/ast.ts";
import { alias, call, field, or, select } from "../../sql/build.ts";
import { calendarOf, resolvedDates } from "../date-range/period.ts";
import { defineKind } from "../define-kind.ts";
import type { EngineRows, QueryKind } from "../query-kind.ts";
import { conversions, converted, countIf, total, views, visitors } from "../web-query/columns.ts";
import { goalOf, IS_VIEW } from "../web-query/events.ts";
import { byPeriod, VISITOR, type WebColumn, webRows } from "../web-query/rows.ts";
import { type WebQuery, webBase } from "../web-query/schema.ts";
import { WHOLE, webEnvelope } from "../web-query/table.ts";
import { type Figures, goalItems, visitItems } from "./items.ts";

const schema = z.object({ kind: z.literal("WebOverviewQuery"), ...webBase });

const SESSIONS: WebColumn = { name: "sessions", of: (inPeriod) => countIf(inPeriod()) };
const BOUNCED: WebColumn = { name: "bounced", of: (inPeriod) => countIf(inPeriod(field("bounced"))) };
const VISITS = [visitors, views, SESSIONS, total("duration", "duration"), BOUNCED];
const GOAL = [visitors, conversions, converted];

const definition: QueryKind<z.output<typeof schema>> = {
  kind: "WebOverviewQuery",
  schema,
  compile(query: WebQuery, context) {
    const goal = goalOf(query, context);
    if (!goal.ok) return goal;
    const facts = goal.value ? goalFacts(goal.value) : VISIT_FACTS;
    const rows = webRows(query, context, {
      events: goal.value ? or(IS_VIEW, goal.value) : IS_VIEW,
      columns: [VISITOR, alias("visits", call("count")), ...facts],
      groupBy: [field("session_key")],
    });
    if (!rows.ok) return rows;
    const { periods } = rows.value;
    const columns = goal.value ? GOAL : VISITS;
    const { date_from, date_to } = resolvedDates(periods[0].range, calendarOf(context));
    const shape = (found: EngineRows): JsonObject => {
      const [current, before] = periods.map((_, period) => figures(found, columns, period, periods.length));
      const items = goal.value ? goalItems : visitItems;
      return {
        results: items(current as Figures, before),
        dateFrom: date_from,
        dateTo: date_to,
        samplingRate: WHOLE,
        usedPreAggregatedTables: false,
      };
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

/** Of a session: its pages, how long it took, whether it bounced. */
const VISIT_FACTS = [
  alias("views", call("count")),
  alias("duration", call("any", field("session", "$session_duration"))),
  alias("bounced", call("any", field("session", "$is_bounce"))),
];
const goalFacts = (goal: Expr) => [alias("conversions", countIf(goal))];

/** One period's values by name. */
function figures(found: EngineRows, columns: readonly WebColumn[], period: number, periods: number): Figures {
  const row = found.rows[0] ?? [];
  return Object.fromEntries(
    columns.map(({ name }, index) => [name, Number(row[index * periods + period] ?? 0)]),
  );
}

/** WebOverviewQuery (API.md 2.15): visitors, views, sessions, their duration and bounce rate, or conversions. */
export const webOverviewQuery = defineKind(definition);
