import type { JsonValue } from "../../events/types.ts";
import type { Expr } from "../ast.ts";
import { and, call, constant, field } from "../build.ts";
import type { PropertyType } from "../context.ts";
import type { FilterContext, FilterScope } from "../property-filter.ts";
import { distinctIdExpr, listExpr } from "./any-of.ts";
import { cohortExpr } from "./cohort.ts";
import { elementExpr } from "./element.ts";
import { FilterProblem } from "./error.ts";
import { operatorExpr } from "./operators.ts";

export type WireFilter = Readonly<Record<string, JsonValue>>;

/** What a filter compares: the expression, its property definition, whether it is text. */
export interface Target {
  readonly expr: Expr;
  readonly type?: PropertyType | undefined;
}

type TargetOf = (key: string, filter: WireFilter, context: FilterContext, scope: FilterScope) => Target;

const own = <T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;

const eventProperty: TargetOf = (key, _filter, context) => {
  if (key === "$elements_chain") return { expr: field("elements_chain") };
  return { expr: field("properties", key), type: own(context.propertyTypes?.event, key) };
};

const personProperty: TargetOf = (key, _filter, context, scope) => {
  const chain = scope === "person" ? ["properties", key] : ["person", "properties", key];
  return { expr: field(...chain), type: own(context.propertyTypes?.person, key) };
};

const personColumn: TargetOf = (key, _filter, _context, scope) => {
  if (!["id", "created_at", "is_identified"].includes(key)) {
    throw new FilterProblem("invalid_filter", `Persons have no field "${key}".`);
  }
  return { expr: scope === "person" ? field(key) : field("person", key) };
};

const EVENT_COLUMNS = new Set([
  "event",
  "timestamp",
  "distinct_id",
  "person_id",
  "session_id",
  "created_at",
  "uuid",
  "person_mode",
]);

const eventColumn: TargetOf = (key) => {
  if (key === "session_id" || key === "$session_id") return { expr: field("$session_id") };
  if (EVENT_COLUMNS.has(key) || /^\$group_[0-4]$/.test(key)) return { expr: field(key) };
  throw new FilterProblem("invalid_filter", `Events have no field "${key}".`);
};

const SESSION_KEY = /^[$A-Za-z_]\w*$/;

const sessionField: TargetOf = (key, _filter, _context, scope) => {
  if (!SESSION_KEY.test(key)) throw new FilterProblem("invalid_filter", `Sessions have no field "${key}".`);
  return { expr: scope === "session" ? field(key) : field("session", key) };
};

const groupProperty: TargetOf = (key, filter, context, scope) => {
  const index = filter.group_type_index;
  if (typeof index !== "number" || !Number.isInteger(index) || index < 0 || index > 4) {
    throw new FilterProblem("invalid_filter", `Group filter "${key}" needs "group_type_index" 0 to 4.`);
  }
  if (key === "$group_key") return { expr: scope === "group" ? field("key") : field(`$group_${index}`) };
  const chain = scope === "group" ? ["properties", key] : [`group_${index}`, "properties", key];
  return { expr: field(...chain), type: own(context.propertyTypes?.group?.[index], key) };
};

const TARGETS: Readonly<Record<string, TargetOf>> = {
  event: eventProperty,
  feature: eventProperty,
  person: personProperty,
  person_metadata: personColumn,
  event_metadata: eventColumn,
  session: sessionField,
  group: groupProperty,
};

/** Event properties that hold a list of texts, each of which is compared. */
const LISTS = new Set([
  "$exception_types",
  "$exception_values",
  "$exception_sources",
  "$exception_functions",
]);

/** Conditions that don't decide which rows count. */
const NEUTRAL = new Set(["empty", "flag"]);

const COHORTS = new Set(["cohort", "static-cohort", "precalculated-cohort", "dynamic-cohort"]);

/** Filters that mean something elsewhere, and where. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  behavioral: "Behaviour belongs into a cohort: filter by that cohort.",
  recording: "Recordings are filtered in the list of recordings.",
  log_entry: "Console logs are filtered in the list of recordings.",
  data_warehouse: "There are no tables besides the project's own.",
  data_warehouse_person_property: "There are no tables besides the project's own.",
  error_tracking_issue: "Issues are filtered in the list of issues.",
  revenue_analytics: "Revenue is filtered with properties of its events.",
};

const ALLOWED: Partial<Record<FilterScope, ReadonlySet<string>>> = {
  person: new Set(["person", "person_metadata", "cohort", "hogql", "empty"]),
  group: new Set(["group", "hogql", "empty"]),
  session: new Set(["session", "hogql", "person", "empty"]),
};

/** One filter in wire form as a boolean expression. */
export function filterExpr(filter: WireFilter, context: FilterContext, scope: FilterScope): Expr {
  const type = typeof filter.type === "string" ? filter.type : "event";
  if (NEUTRAL.has(type)) return and();
  if (ALLOWED[scope] && !ALLOWED[scope].has(type)) {
    throw new FilterProblem("invalid_filter", `Filters of type "${type}" can't be used on ${scope}s.`);
  }
  if (Object.hasOwn(ELSEWHERE, type)) {
    const message = `Filters of type "${type}" can't be used here. ${ELSEWHERE[type]}`;
    throw new FilterProblem("not_available", message);
  }
  if (COHORTS.has(type)) return cohortExpr(filter, context);
  const { key } = filter;
  if (typeof key !== "string" || key === "") return and();
  if (type === "hogql") return hogqlExpr(key, context);
  if (type === "element") return elementExpr(key, filter);
  if (type === "person" && key === "distinct_id") return distinctIdExpr(filter, context);
  if (type === "event" && LISTS.has(key)) {
    const json = call("ifNull", field("properties", key), constant(""));
    const list = call("JSONExtract", json, constant("Array(String)"));
    return listExpr(list, "item_of_list", filter, context);
  }
  const target = Object.hasOwn(TARGETS, type) ? TARGETS[type] : undefined;
  if (!target) throw new FilterProblem("invalid_filter", `Filters of type "${type}" are not supported here.`);
  return operatorExpr(target(key, filter, context, scope), filter, context);
}

function hogqlExpr(text: string, context: FilterContext): Expr {
  if (!context.parser) throw new FilterProblem("invalid_filter", "SQL filters can't be used here.");
  const parsed = context.parser.parseExpr(text);
  if (!parsed.ok) throw new FilterProblem("invalid_filter", `SQL filter "${text}": ${parsed.error.message}`);
  return parsed.value.node === "Alias" ? parsed.value.expr : parsed.value;
}
