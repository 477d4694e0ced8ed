import * as z from "zod";
import type { JsonObject, JsonValue } from "../../events/types.ts";
import { bucketDays, bucketLabels } from "../date-range/labels.ts";
import { calendarOf, type Period, periodsOf } from "../date-range/period.ts";
import { defineKind } from "../define-kind.ts";
import type { InsightResult } from "../error.ts";
import { STATUSES } from "../lifecycle/compile.ts";
import type { EntityNode } from "../nodes/schema.ts";
import type { EngineQuery, InsightContext, Prepared, QueryKind } from "../query-kind.ts";
import { retentionQuery } from "../retention/index.ts";
import { planRetention } from "../retention/plan.ts";
import { trendsQuery } from "../trends/index.ts";
import { entityName } from "../trends/item.ts";
import { funnelsActorsSchema, insightActorsSchema, stickinessActorsSchema } from "./schema.ts";

/** InsightActorsQueryOptions of API.md 2.14: what can be asked about an insight's people. */
const schema = z.object({
  kind: z.literal("InsightActorsQueryOptions"),
  source: z.discriminatedUnion("kind", [insightActorsSchema, funnelsActorsSchema, stickinessActorsSchema]),
});
type Options = z.output<typeof schema>;
type Source = Exclude<Options["source"]["source"], { kind: "FunnelsQuery" }>;

interface Option extends JsonObject {
  readonly label: string;
  readonly value: JsonValue;
}

const NOTHING = {
  day: null,
  status: null,
  interval: null,
  breakdown: null,
  breakdowns: null,
  series: null,
  compare: null,
} as const satisfies JsonObject;

const definition: QueryKind<Options> = {
  kind: "InsightActorsQueryOptions",
  schema,
  compile({ source: { source } }, context) {
    if (source.kind === "FunnelsQuery" || source.kind === "PathsQuery") return direct({});
    if (source.kind === "RetentionQuery") return retentionOptions(source, context);
    const interval = source.interval ?? "day";
    const periods = periodsOf(source, interval, context);
    if (!periods.ok) return periods;
    const [current] = periods.value;
    const shared = {
      series: source.series.map((node, value) => option(entityName(node as EntityNode), value)),
      compare:
        periods.value.length > 1 ? [option("Current", "current"), option("Previous", "previous")] : null,
    };
    switch (source.kind) {
      case "StickinessQuery":
        return direct({ ...shared, day: intervalCounts(source, current) });
      case "LifecycleQuery": {
        const status = STATUSES.map((value) => option(capital(value), value));
        return direct({ day: days(current, context), status });
      }
      case "TrendsQuery": {
        const options = { ...shared, day: days(current, context) };
        const brokenDown = source.breakdownFilter?.breakdown ?? source.breakdownFilter?.breakdowns?.length;
        return brokenDown ? withBreakdowns(trendsQuery, source, options, context) : direct(options);
      }
    }
  },
};

const option = (label: string, value: JsonValue): Option => ({ label, value });
const capital = (text: string): string => text.replace(/^./, (first) => first.toUpperCase());
const direct = (options: JsonObject): InsightResult<Prepared> => ({
  ok: true,
  value: { run: "none", response: { ...NOTHING, ...options } },
});

function days(period: Period, context: InsightContext): Option[] {
  const calendar = calendarOf(context);
  const labels = bucketLabels(period.buckets, period.range, calendar);
  return bucketDays(period.buckets, calendar).map((value, index) => option(labels[index] ?? value, value));
}

function intervalCounts(
  { interval = "day", intervalCount = 1 }: Extract<Source, { kind: "StickinessQuery" }>,
  { buckets }: Period,
): Option[] {
  const bins = Math.ceil(buckets.starts.length / intervalCount);
  return Array.from({ length: bins }, (_, index) =>
    option(`${index + 1} ${interval}${index === 0 ? "" : "s"}`, index + 1),
  );
}

function retentionOptions(
  source: Extract<Source, { kind: "RetentionQuery" }>,
  context: InsightContext,
): InsightResult<Prepared> {
  const plan = planRetention(source, context);
  if (!plan.ok) return plan;
  const period = source.retentionFilter?.period ?? "Day";
  const interval = plan.value.starts.map((_, row) => option(`${period} ${row}`, row));
  return plan.value.breakdown
    ? withBreakdowns(retentionQuery, source, { interval }, context)
    : direct({ interval });
}

/** The breakdown values that the chart shows: the insight's own answer names them. */
function withBreakdowns(
  kind: typeof trendsQuery,
  source: Source,
  options: JsonObject,
  context: InsightContext,
): InsightResult<Prepared> {
  const prepared = kind.prepare(source as unknown as JsonObject, context);
  if (!prepared.ok || prepared.value.run === "none") return prepared;
  return { ok: true, value: answering(prepared.value, options) };
}

function answering(query: EngineQuery, options: JsonObject): EngineQuery {
  const { next } = query;
  return {
    ...query,
    shape: (rows) => ({ ...NOTHING, ...options, ...breakdownOptions(query.shape(rows)) }),
    ...(next
      ? {
          next: (rows) => {
            const second = next(rows);
            if (!second.ok || !second.value) return second;
            return { ok: true, value: answering(second.value, options) };
          },
        }
      : {}),
  };
}

function breakdownOptions({ results }: JsonObject): JsonObject {
  const items = results as JsonObject[];
  const values = new Map<string, Option>();
  const lists: Map<string, Option>[] = [];
  for (const { breakdown_value: value = null, label } of items) {
    const parts = Array.isArray(value) ? value : [value];
    const text = parts.join("::");
    values.set(text, option(typeof label === "string" && !text ? label : text, value));
    if (!Array.isArray(value)) continue;
    for (const [index, part] of parts.entries()) {
      lists[index] ??= new Map();
      lists[index].set(String(part), option(String(part), part));
    }
  }
  if (lists.length === 0) return { breakdown: [...values.values()] };
  return { breakdowns: lists.map((list) => ({ values: [...list.values()] })) };
}

/** InsightActorsQueryOptions: days, statuses, rows, breakdown values, … that name a number of an insight. */
export const insightActorsOptions = defineKind(definition);
