import type { Behaviour, CohortNode } from "@edgewise/core/cohorts/definition.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import { DAYS, FIRST_DAY } from "./generate.ts";

type Rows = readonly (readonly unknown[])[];

/** One question, asked by an insight (or the members of a cohort) and by the best ClickHouse query we could write for it by hand. */
export interface Question {
  readonly name: string;
  readonly asks: JsonObject | CohortNode;
  readonly sql: string;
  /** Both answers in one form, so that they can be compared. */
  readonly fromInsight: (results: unknown) => unknown;
  readonly fromRows: (rows: Rows) => unknown;
}

const LAST_DAY = new Date(Date.parse(FIRST_DAY) + (DAYS - 1) * 86_400_000).toISOString().slice(0, 10);
const dateRange = { date_from: FIRST_DAY, date_to: LAST_DAY };
const IN_RANGE = `day BETWEEN '${FIRST_DAY}' AND '${LAST_DAY}'`;

/** Events with the person as merged. */
const MERGED = `events AS e LEFT JOIN (
  SELECT distinct_key, argMax(person_key, version) AS merged FROM person_overrides WHERE environment_id = 1 GROUP BY distinct_key
) AS o ON o.distinct_key = e.distinct_key`;
/** The same with the ID of the person merged into. */
const MERGED_IDS = MERGED.replace(
  " AS merged FROM",
  " AS merged, argMax(person_id, version) AS merged_id FROM",
);
const PERSON = "if(o.merged != 0, o.merged, e.person_key)";

const events = (event: string, more: JsonObject = {}): JsonObject => ({ kind: "EventsNode", event, ...more });
const FUNNEL = ["product viewed", "added to cart", "checkout started", "purchased"];
const WINDOW_MS = 14 * 86_400_000;
const funnel = (filter: JsonObject, more: JsonObject = {}): JsonObject => ({
  kind: "FunnelsQuery",
  series: FUNNEL.map((event) => events(event)),
  funnelsFilter: { funnelWindowInterval: 14, funnelWindowIntervalUnit: "day", ...filter },
  dateRange,
  ...more,
});
const FUNNEL_LEVEL = `windowFunnel(${WINDOW_MS})(toUInt64(toUnixTimestamp64Milli(timestamp)), ${FUNNEL.map((event) => `event = '${event}'`).join(", ")})`;
const FUNNEL_EVENTS = `environment_id = 1 AND ${IN_RANGE} AND event IN (${FUNNEL.map((event) => `'${event}'`).join(", ")})`;

interface Series {
  readonly data: readonly number[];
  readonly breakdown_value?: readonly string[] | string;
}
const seriesData = (results: unknown): readonly number[] => (results as Series[])[0]!.data;
/** Rows of (day number, …, value) as one value a day. */
const perDay = (rows: Rows): number[] => {
  const values = Array<number>(DAYS).fill(0);
  for (const row of rows) values[Number(row[0])] = Number(row.at(-1));
  return values;
};
const numbers = (rows: Rows, column: number): number[] => rows.map((row) => Number(row[column]));
const byName = <T>(entries: readonly (readonly [string, T])[]) =>
  Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));

interface FunnelStep {
  readonly count: number;
  readonly breakdown_value?: readonly string[];
}
const counts = (steps: readonly FunnelStep[]): number[] => steps.map((step) => step.count);

interface Cell {
  readonly count: number;
}

const LAST_30_DAYS = `timestamp >= toDateTime64('${FIRST_DAY} 00:00:00', 3, 'UTC') + toIntervalDay(${DAYS - 30})`;
const BOUGHT_TWICE = `SELECT ${PERSON} AS person, any(if(o.merged != 0, o.merged_id, e.person_id)) AS id FROM ${MERGED_IDS}
        WHERE environment_id = 1 AND event = 'purchased' AND ${LAST_30_DAYS} GROUP BY person HAVING count() >= 2`;
const behaviour = (more: Pick<Behaviour, "kind" | "entity"> & Partial<Behaviour>): CohortNode => ({
  kind: "behaviour",
  negated: false,
  behaviour: { filters: [], window: { value: 30, unit: "day" }, ...more },
});
const boughtTwice = behaviour({
  kind: "performed_event_multiple",
  entity: { type: "events", key: "purchased" },
  operator: "gte",
  times: 2,
});
const onPlan: CohortNode = {
  kind: "person",
  negated: false,
  filter: { type: "person", key: "plan", operator: "exact", value: ["pro"] },
};

export const QUESTIONS: readonly Question[] = [
  {
    name: "daily trend",
    asks: { kind: "TrendsQuery", series: [events("$pageview")], dateRange },
    sql: `SELECT day, count() FROM events WHERE environment_id = 1 AND event = '$pageview' AND ${IN_RANGE} GROUP BY day ORDER BY day`,
    fromInsight: seriesData,
    fromRows: (rows) => numbers(rows, 1),
  },
  {
    name: "daily unique users with breakdown",
    asks: {
      kind: "TrendsQuery",
      series: [events("$pageview", { math: "dau" })],
      breakdownFilter: { breakdown: "$browser", breakdown_type: "event" },
      dateRange,
    },
    sql: `SELECT dateDiff('day', toDate('${FIRST_DAY}'), day), p_browser, uniqExact(${PERSON}) FROM ${MERGED}
      WHERE environment_id = 1 AND event = '$pageview' AND ${IN_RANGE} GROUP BY day, p_browser`,
    fromInsight: (results) =>
      byName((results as Series[]).map(({ breakdown_value, data }) => [String(breakdown_value), data])),
    fromRows: (rows) =>
      byName([...Map.groupBy(rows, (row) => String(row[1]))].map(([name, found]) => [name, perDay(found)])),
  },
  {
    name: "weekly active users",
    asks: {
      kind: "TrendsQuery",
      series: [events("$pageview", { math: "weekly_active" })],
      dateRange,
    },
    sql: `SELECT active, uniqExact(person) FROM (
        SELECT DISTINCT day, ${PERSON} AS person FROM ${MERGED}
        WHERE environment_id = 1 AND event = '$pageview' AND day BETWEEN toDate('${FIRST_DAY}') - 6 AND '${LAST_DAY}'
      ) ARRAY JOIN arrayMap(later -> day + later, range(7)) AS active
      WHERE active BETWEEN '${FIRST_DAY}' AND '${LAST_DAY}' GROUP BY active ORDER BY active`,
    fromInsight: seriesData,
    fromRows: (rows) => numbers(rows, 1),
  },
  {
    name: "funnel of 4 steps in 14 days",
    asks: funnel({}),
    sql: `SELECT countIf(level >= 1), countIf(level >= 2), countIf(level >= 3), countIf(level >= 4) FROM (
        SELECT ${FUNNEL_LEVEL} AS level FROM ${MERGED} WHERE ${FUNNEL_EVENTS} GROUP BY ${PERSON})`,
    fromInsight: (results) => counts(results as FunnelStep[]),
    fromRows: ([row]) => row!.map(Number),
  },
  {
    name: "the same by campaign, first touch",
    asks: funnel(
      { breakdownAttributionType: "first_touch" },
      { breakdownFilter: { breakdown: "utm_source", breakdown_type: "event" } },
    ),
    sql: `SELECT source, countIf(level >= 1), countIf(level >= 2), countIf(level >= 3), countIf(level >= 4) FROM (
        SELECT argMinIf(toString(p_utm_source), timestamp, p_utm_source != '') AS source, ${FUNNEL_LEVEL} AS level
        FROM ${MERGED} WHERE ${FUNNEL_EVENTS} GROUP BY ${PERSON}) GROUP BY source`,
    fromInsight: (results) =>
      byName((results as FunnelStep[][]).map((steps) => [steps[0]!.breakdown_value!.join(), counts(steps)])),
    fromRows: (rows) => byName(rows.map(([source, ...steps]) => [String(source), steps.map(Number)])),
  },
  {
    name: "weekly retention, first time",
    asks: {
      kind: "RetentionQuery",
      retentionFilter: {
        period: "Week",
        totalIntervals: 13,
        retentionType: "retention_first_time",
        targetEntity: { id: "signed up", type: "events" },
        returningEntity: { id: "$pageview", type: "events" },
      },
      dateRange: { date_to: LAST_DAY },
    },
    sql: `WITH toStartOfWeek(toDate('${LAST_DAY}'), 1) - 84 AS start
      SELECT begun, intDiv(active, 1) AS step, count() FROM (
        SELECT begun, arrayJoin(arrayConcat([0], arrayMap(week -> week - begun, arrayFilter(week -> week > begun, bitPositionsToArray(returns))))) AS active FROM (
          SELECT bitPositionsToArray(firsts)[1] AS begun, returns FROM (
            SELECT groupBitOrIf(bitShiftLeft(toUInt64(1), intDiv(dateDiff('day', start, day), 7)), event = 'signed up' AND day >= start) AS firsts,
              groupBitOrIf(bitShiftLeft(toUInt64(1), intDiv(dateDiff('day', start, day), 7)), event = '$pageview' AND day >= start) AS returns,
              countIf(event = 'signed up' AND day < start) AS earlier
            FROM ${MERGED} WHERE environment_id = 1 AND day <= '${LAST_DAY}' AND (event = 'signed up' OR event = '$pageview' AND day >= start)
            GROUP BY ${PERSON} HAVING earlier = 0 AND firsts != 0)))
      GROUP BY begun, step ORDER BY begun, step`,
    fromInsight: (results) =>
      (results as { values: Cell[] }[]).flatMap(({ values }, start) =>
        values.flatMap(({ count }, step) => (count > 0 ? [[start, step, count]] : [])),
      ),
    fromRows: (rows) => rows.map((row) => row.map(Number)),
  },
  {
    name: "weekly lifecycle",
    asks: { kind: "LifecycleQuery", series: [events("$pageview")], interval: "week", dateRange },
    sql: `WITH toStartOfWeek(toDate('${FIRST_DAY}'), 1) - 7 AS start
      SELECT number, status, count() FROM (
        SELECT arrayJoin(arrayConcat(
          arrayMap((week, gap) -> (week, multiIf(gap = 1, 'returning', gap = 0 AND fresh, 'new', 'resurrecting')), weeks, arrayDifference(weeks)),
          arrayMap(week -> (week + 1, 'dormant'), arrayFilter((week, next) -> next != week + 1, weeks, arrayPushBack(arrayPopFront(weeks), 0))))) AS change,
          change.1 AS number, change.2 AS status
        FROM (
          SELECT countIf(day < start) = 0 AS fresh, bitPositionsToArray(groupBitOrIf(bitShiftLeft(toUInt64(1), intDiv(dateDiff('day', start, day), 7)), day >= start)) AS weeks
          FROM ${MERGED} WHERE environment_id = 1 AND event = '$pageview' AND day <= '${LAST_DAY}' AND person_mode != 'propertyless' GROUP BY ${PERSON})
      ) WHERE number BETWEEN 1 AND 14 GROUP BY number, status ORDER BY number`,
    fromInsight: (results) =>
      byName(
        (results as { status: string; data: number[] }[]).map(({ status, data }) => [
          status,
          data.map((value) => Math.abs(value)),
        ]),
      ),
    fromRows: (rows) => {
      const weeks = Math.max(...numbers(rows, 0));
      return byName(
        ["new", "returning", "resurrecting", "dormant"].map((status) => [
          status,
          Array.from({ length: weeks }, (_, week) =>
            Number(rows.find((row) => row[0] === week + 1 && row[1] === status)?.[2] ?? 0),
          ),
        ]),
      );
    },
  },
  {
    name: "paths of 5 pages",
    asks: {
      kind: "PathsQuery",
      pathsFilter: { includeEventTypes: ["$pageview"], stepLimit: 5, edgeLimit: 50 },
      dateRange,
    },
    sql: `SELECT concat(toString(link.1), '_', link.2) AS source, concat(toString(link.1 + 1), '_', link.3) AS target, count() AS value, avg(link.4) FROM (
        SELECT arrayJoin(arrayMap((number, step, next) -> (number, step.2, next.2, next.1 - step.1), arrayEnumerate(arrayPopBack(path)), arrayPopBack(path), arrayPopFront(path))) AS link FROM (
          SELECT arraySlice(arrayFilter((step, before) -> step.2 != before.2, visit, arrayPushFront(arrayPopBack(visit), (toInt64(0), ''))), 1, 5) AS path FROM (
            SELECT arrayJoin(arraySplit((step, pause) -> pause > 1800000, steps, arrayDifference(arrayMap(step -> step.1, steps)))) AS visit FROM (
              SELECT arraySort(groupArray((toUnixTimestamp64Milli(timestamp), if(length(p_current_url) > 1, trimRight(p_current_url, '/'), p_current_url)))) AS steps
              FROM ${MERGED} WHERE environment_id = 1 AND event = '$pageview' AND p_current_url != '' AND ${IN_RANGE} GROUP BY ${PERSON}))))
      GROUP BY source, target ORDER BY value DESC, source, target LIMIT 50`,
    fromInsight: (results) =>
      (results as { source: string; target: string; value: number }[]).map(({ source, target, value }) => [
        source,
        target,
        value,
      ]),
    fromRows: (rows) => rows.map(([source, target, value]) => [source, target, Number(value)]),
  },
  {
    name: "cohort of those who bought twice in 30 days",
    asks: boughtTwice,
    sql: `SELECT count(), uniqExact(id) FROM (${BOUGHT_TWICE})`,
    fromInsight: (counts) => counts,
    fromRows: ([row]) => row!.map(Number),
  },
  {
    name: "cohort of those on a plan who did",
    asks: { kind: "group", type: "AND", nodes: [onPlan, boughtTwice] },
    sql: `SELECT count(), uniqExact(id) FROM (${BOUGHT_TWICE})
      WHERE person IN (SELECT person_key FROM persons FINAL WHERE environment_id = 1 AND is_deleted = 0 AND JSONExtractString(properties, 'plan') = 'pro')`,
    fromInsight: (counts) => counts,
    fromRows: ([row]) => row!.map(Number),
  },
  {
    name: "cohort of those who bought within a day of a view",
    asks: behaviour({
      kind: "performed_event_sequence",
      entity: { type: "events", key: "product viewed" },
      next: { type: "events", key: "purchased" },
      within: { value: 1, unit: "day" },
    }),
    sql: `SELECT count(), uniqExact(id) FROM (
        SELECT ${PERSON} AS person, any(if(o.merged != 0, o.merged_id, e.person_id)) AS id FROM ${MERGED_IDS}
        WHERE environment_id = 1 AND event IN ('product viewed', 'purchased') AND ${LAST_30_DAYS} GROUP BY person
        HAVING windowFunnel(86400000)(toUInt64(toUnixTimestamp64Milli(timestamp)), event = 'product viewed', event = 'purchased') = 2)`,
    fromInsight: (counts) => counts,
    fromRows: ([row]) => row!.map(Number),
  },
];

/** Whether a question asks who belongs to a cohort, not for an insight. */
export const isCohort = (asks: Question["asks"]): asks is CohortNode =>
  asks.kind === "behaviour" || asks.kind === "group";
