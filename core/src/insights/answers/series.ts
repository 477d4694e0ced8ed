import type { JsonObject, JsonValue } from "../../events/types.ts";
import { type Calendar, endOf, INTERVALS, type Interval, startOf } from "../date-range/calendar.ts";
import { parseDate } from "../date-range/relative.ts";
import { modeOf } from "../trends/plan.ts";
import { objectOf, objectsOf } from "./json.ts";

/** One value of a series over time. */
export interface Point {
  /** The bucket as the answer names it. */
  readonly day: string;
  /** What people read for it. */
  readonly label: string;
  readonly value: number;
  /** Its bucket is over: later events change it no more. */
  readonly complete: boolean;
}

/** A series of an answer; without points it is one number over the whole range. */
export interface AnswerSeries {
  readonly label: string;
  /** Position of its series or formula in the query. */
  readonly index: number;
  readonly points: readonly Point[];
  readonly total: number;
}

/** When and where an answer is read. */
export interface Reading {
  readonly now: number;
  readonly calendar: Calendar;
}

/** The query's interval, as far as it has one; `day` by default. */
export function intervalOf(query: JsonObject): Interval {
  const filter = objectOf(query.retentionFilter);
  const text = String(query.interval ?? filter?.period ?? "day").toLowerCase();
  return INTERVALS.find((name) => name === text) ?? "day";
}

/** Whether a query answers with one value a bucket, each of them the same whatever the range. */
export function isTimeSeries(query: JsonObject): boolean {
  if (query.kind === "LifecycleQuery") return true;
  if (query.kind === "FunnelsQuery") return objectOf(query.funnelsFilter)?.funnelVizType === "trends";
  const display = objectOf(query.trendsFilter)?.display;
  return query.kind === "TrendsQuery" && modeOf(String(display ?? "")) === "series";
}

/** The series of trends, lifecycle, stickiness and funnel trends; those compared with are left out. */
export function readSeries(query: JsonObject, results: JsonValue, reading: Reading): AnswerSeries[] {
  const interval = intervalOf(query);
  const shown = objectsOf(results).filter((item) => item.compare_label !== "previous");
  return shown.map((item, position) => {
    const data = Array.isArray(item.data) ? item.data.map(Number) : [];
    const days = Array.isArray(item.days) ? item.days.map(String) : [];
    const labels = Array.isArray(item.labels) ? item.labels.map(String) : days;
    const dated = days.length === data.length && days.every((day) => /^\d{4}-/.test(day));
    const points = !dated
      ? []
      : data.map((value, index) => ({
          day: days[index]!,
          label: labels[index] ?? days[index]!,
          value,
          complete: isOver(days[index]!, interval, reading),
        }));
    const aggregated = typeof item.aggregated_value === "number" ? item.aggregated_value : null;
    const order = objectOf(item.action)?.order;
    return {
      label: String(item.label ?? item.breakdown_value ?? ""),
      index: typeof item.order === "number" ? item.order : typeof order === "number" ? order : position,
      points: aggregated === null ? points : [],
      total: aggregated ?? Number(item.count ?? 0),
    };
  });
}

function isOver(day: string, interval: Interval, { now, calendar }: Reading): boolean {
  const at = parseDate(day, now, calendar);
  return at !== undefined && endOf(interval, startOf(interval, at.ms, calendar), calendar) < now;
}
