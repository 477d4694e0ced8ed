import type { PropertyFilter as CoreFilter } from "@edgewise/core/flags/types.ts";
import { groupIndexOf, type PropertySource, typeOf } from "../taxonomy/source.ts";
import { type Operand, operatorInfo } from "./operators.ts";

/** A property filter with what only screens read: names of cohorts and flags. */
export type PropertyFilter = CoreFilter & {
  readonly cohort_name?: string | null;
  readonly label?: string | null;
};

/** A fresh filter on a property, without a value yet. */
export function newFilter(source: PropertySource, key: string): PropertyFilter {
  return { ...onProperty(source, key), operator: "exact", value: [] };
}

/** The same filter on another property. */
export function withProperty(filter: PropertyFilter, source: PropertySource, key: string): PropertyFilter {
  const { group_type_index: _, ...rest } = filter;
  return { ...rest, ...onProperty(source, key) };
}

function onProperty(source: PropertySource, key: string): PropertyFilter {
  const index = groupIndexOf(source);
  return { type: typeOf(source), key, ...(index === null ? {} : { group_type_index: index }) };
}

const SOURCES = ["event", "person", "session", "element", "event_metadata"] as const;

/** Where the property of a filter lives. */
export function sourceOf(filter: PropertyFilter): PropertySource {
  if (filter.type === "group") return `group_${filter.group_type_index ?? 0}`;
  return SOURCES.find((source) => source === filter.type) ?? "event";
}

/** The same filter with another operator; the value is kept where the new operator can use it. */
export function withOperator(filter: PropertyFilter, operator: string): PropertyFilter {
  return { ...filter, operator, value: convert(valuesOf(filter), operatorInfo(operator).operand) };
}

function convert(list: string[], operand: Operand): NonNullable<PropertyFilter["value"]> {
  if (operand === "many") return list;
  if (operand === "range") return [list[0] ?? "", list[1] ?? ""];
  if (operand === "none") return "is_set";
  return list[0] ?? "";
}

/** The values of a filter as texts. */
export function valuesOf(filter: PropertyFilter): string[] {
  const { value } = filter;
  if (value === undefined || value === null || value === "") return [];
  if (operatorInfo(filter.operator).operand === "none") return [];
  const list = Array.isArray(value) ? value : [value];
  return list.map((item) => (typeof item === "string" ? item : JSON.stringify(item)));
}

/** False while a value is missing; incomplete filters are not sent with queries. */
export function isComplete(filter: PropertyFilter): boolean {
  if (filter.type === "cohort" || filter.type === "flag") return filter.value !== undefined;
  if (filter.type === "hogql") return filter.key.trim() !== "";
  const { operand } = operatorInfo(filter.operator);
  const filled = valuesOf(filter).filter((value) => value !== "").length;
  if (filter.key === "") return false;
  return operand === "none" || (operand === "range" ? filled === 2 : filled > 0);
}

/** One line for people: `plan is team or scale`. */
export function describeFilter(filter: PropertyFilter): string {
  if (filter.type === "cohort") {
    const outside = filter.negation === true || filter.operator === "not_in";
    return `person is ${outside ? "not " : ""}in cohort ${filter.cohort_name ?? String(filter.value)}`;
  }
  if (filter.type === "hogql") return filter.key;
  if (filter.type === "flag") return `flag ${filter.label ?? filter.key} is ${String(filter.value)}`;
  const { phrase, operand } = operatorInfo(filter.operator);
  const values = valuesOf(filter);
  if (operand === "none") return `${filter.key} ${phrase}`;
  const shown = values.length === 0 ? "…" : values.join(operand === "range" ? " and " : " or ");
  return `${filter.key} ${phrase} ${shown}`;
}
