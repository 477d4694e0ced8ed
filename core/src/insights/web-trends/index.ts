import * as z from "zod";
import type { JsonObject } from "../../events/types.ts";
import type { Expr } from "../../sql/ast.ts";
import { alias, asc, call, field, select } from "../../sql/build.ts";
import { bucketKeys, bucketOf, rowKey } from "../date-range/event-time.ts";
import { bucketDays } from "../date-range/labels.ts";
import { calendarOf } from "../date-range/period.ts";
import { defineKind } from "../define-kind.ts";
import { interval } from "../nodes/schema.ts";
import type { EngineRows, QueryKind } from "../query-kind.ts";
import { countIf } from "../web-query/columns.ts";
import { IS_VIEW } from "../web-query/events.ts";
import { VISITOR, webRows } from "../web-query/rows.ts";
import { webBase, webPage } from "../web-query/schema.ts";
import { WHOLE, webEnvelope } from "../web-query/table.ts";

/** Of the sessions that begin in a bucket. */
const METRICS: Readonly<Record<string, Expr>> = {
  UniqueUsers: call("uniqExact", field("visitor")),
  PageViews: call("sum", field("views")),
  Sessions: call("count"),
  TotalSessions: call("count"),
  Bounces: countIf(field("bounced")),
  SessionDuration: call("avg", field("duration")),
};

const schema = z.object({
  kind: z.literal("WebTrendsQuery"),
  ...webBase,
  ...webPage,
  interval: interval.default("day"),
  metrics: z.array(z.enum(Object.keys(METRICS))).min(1),
});

const definition: QueryKind<z.output<typeof schema>> = {
  kind: "WebTrendsQuery",
  schema,
  compile(query, context) {
    const calendar = calendarOf(context);
    const start = call("any", field("session", "$start_timestamp"));
    const rows = webRows({ ...query, compareFilter: undefined }, context, {
      events: IS_VIEW,
      columns: [
        VISITOR,
        alias("bucket", bucketOf(start, query.interval, calendar)),
        alias("views", call("count")),
        alias("duration", call("any", field("session", "$session_duration"))),
        alias("bounced", call("any", field("session", "$is_bounce"))),
      ],
      groupBy: [field("session_key")],
    });
    if (!rows.ok) return rows;
    const [period] = rows.value.periods;
    const days = bucketDays(period.buckets, calendar);
    const keys = bucketKeys(period, calendar);
    const shape = ({ rows: found }: EngineRows): JsonObject => {
      const byKey = new Map(
        found.map(([key, ...values]) => [rowKey(key, query.interval), values.map(Number)]),
      );
      const results = days.map((bucket, index) => {
        const values = byKey.get(keys[index] ?? "");
        const metrics = query.metrics.map((name, at) => [name, values?.[at] ?? 0]);
        return { bucket, metrics: Object.fromEntries(metrics) as JsonObject };
      });
      const { limit = results.length, offset = 0 } = query;
      const hasMore = results.length > offset + limit;
      return { results: results.slice(offset, offset + limit), hasMore, limit, offset, samplingRate: WHOLE };
    };
    return {
      ok: true,
      value: {
        run: "query",
        select: select({
          select: [
            field("bucket"),
            ...query.metrics.map((name) => alias(`value_${name}`, METRICS[name] ?? call("count"))),
          ],
          from: rows.value.select,
          groupBy: [field("bucket")],
          orderBy: [asc(field("bucket"))],
        }),
        limits: { defaultRows: null, maxRows: 20_000 },
        shape,
        envelope: webEnvelope(rows.value.periods, context),
      },
    };
  },
};

/** WebTrendsQuery (API.md 2.15): figures of the sessions that begin in each bucket. */
export const webTrendsQuery = defineKind(definition);
