import type { JsonValue } from "../../events/types.ts";
import type { CompareOperator, Expr } from "../../sql/ast.ts";
import { and, compare, constant, eq, field, list, or, select } from "../../sql/build.ts";
import { type InsightResult, insightError } from "../error.ts";
import { doneAction, timeConditions } from "../events-query/compile.ts";
import { filterCondition } from "../nodes/condition.ts";
import type { InsightContext } from "../query-kind.ts";
import type { RecordingsQuery } from "./schema.ts";

/** What can be asked of a whole recording, by the names of filters. */
const MEASURES: Readonly<Record<string, string>> = {
  duration: "duration",
  recording_duration: "duration",
  click_count: "click_count",
  keypress_count: "keypress_count",
  console_log_count: "console_log_count",
  console_warn_count: "console_warn_count",
  console_error_count: "console_error_count",
};
const OPERATORS: Readonly<Record<string, CompareOperator>> = {
  gt: ">",
  gte: ">=",
  lt: "<",
  lte: "<=",
  exact: "==",
  is_not: "!=",
};
const LEVELS: Readonly<Record<string, string>> = { info: "log", log: "log", warn: "warn", error: "error" };

/** Conditions on stored blocks: which sessions, whose, and with which events in them. */
export function blockConditions(query: RecordingsQuery, context: InsightContext): InsightResult<Expr[]> {
  const where: Expr[] = [];
  const ids = [
    ...(query.session_ids ?? []),
    ...(query.session_recording_id ? [query.session_recording_id] : []),
  ];
  if (query.session_ids || query.session_recording_id)
    where.push(compare(field("session_id"), "in", list(ids)));
  if (query.distinct_ids) where.push(compare(field("distinct_id"), "in", list(query.distinct_ids)));
  if (query.person_uuid) {
    // Who never merged has no row there: their sessions are found by their events.
    where.push(inEvents([eq(field("person_id"), constant(query.person_uuid))]));
  }
  const asked = eventConditions(query, context);
  if (!asked.ok) return asked;
  const inside = asked.value.map((one) => inEvents([one]));
  if (inside.length > 0) where.push(query.operand === "OR" ? or(...inside) : and(...inside));
  if (query.filter_test_accounts && context.testAccountFilters.length > 0) {
    const tests = filterCondition(context.testAccountFilters, "query__filter_test_accounts", context);
    if (!tests.ok) return tests;
    where.push(inEvents([tests.value]));
  }
  return { ok: true, value: where };
}

const inEvents = (conditions: readonly Expr[]): Expr =>
  compare(
    field("session_id"),
    "in",
    select({ select: [field("$session_id")], from: "events", where: and(...conditions) }),
  );

function eventConditions(query: RecordingsQuery, context: InsightContext): InsightResult<Expr[]> {
  const conditions: Expr[] = [];
  for (const [index, asked] of (query.events ?? []).entries()) {
    const name = asked.event ?? asked.id;
    const filters = filterCondition(asked.properties ?? [], `query__events__${index}__properties`, context);
    if (!filters.ok) return filters;
    conditions.push(and(...(name ? [eq(field("event"), constant(name))] : []), filters.value));
  }
  for (const [index, { id }] of (query.actions ?? []).entries()) {
    const action = doneAction(id, `query__actions__${index}__id`, context);
    if (!action.ok) return action;
    conditions.push(action.value);
  }
  const properties = query.properties;
  const flat = Array.isArray(properties) ? properties : properties ? [properties as JsonValue] : [];
  for (const [index, one] of flat.entries()) {
    const filter = filterCondition([one as JsonValue], `query__properties__${index}`, context);
    if (!filter.ok) return filter;
    conditions.push(filter.value);
  }
  return { ok: true, value: conditions };
}

/** Conditions on whole recordings: when they began, how long they are, what was counted in them. */
export function recordingConditions(query: RecordingsQuery, context: InsightContext): InsightResult<Expr[]> {
  // Recordings named by their ids are meant, however old.
  const named = query.session_ids !== undefined || query.session_recording_id !== undefined;
  const after = query.date_from ?? (named ? "all" : "-3d");
  const times = timeConditions({ after, before: query.date_to ?? null }, "start_time", context);
  if (!times.ok) return times;
  const having = [...times.value];
  for (const [index, given] of (query.having_predicates ?? []).entries()) {
    const attr = `query__having_predicates__${index}`;
    const measure = MEASURES[given.key];
    if (!measure)
      return insightError(
        `Recordings have no "${given.key}" here: use one of ${Object.keys(MEASURES).join(", ")}.`,
        `${attr}__key`,
        "invalid_choice",
      );
    const operator = OPERATORS[String(given.operator ?? "exact")];
    const value = Number(Array.isArray(given.value) ? given.value[0] : given.value);
    if (!operator || Number.isNaN(value))
      return insightError(`Compare with a number by ${Object.keys(OPERATORS).join(", ")}.`, attr);
    having.push(compare(field(measure), operator, constant(value)));
  }
  for (const [index, given] of (query.console_log_filters ?? []).entries()) {
    const wanted = (Array.isArray(given.value) ? given.value : [given.value]).map(
      (one) => LEVELS[String(one)],
    );
    if (given.key !== "level" || wanted.some((one) => one === undefined)) {
      const message =
        'Console entries are counted by level: ask for the key "level" with log, warn or error.';
      return insightError(message, `query__console_log_filters__${index}`);
    }
    having.push(or(...wanted.map((one) => compare(field(`console_${one}_count`), ">", constant(0)))));
  }
  return { ok: true, value: having };
}
