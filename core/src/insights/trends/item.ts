import type { JsonObject, JsonValue } from "../../events/types.ts";
import { bucketDays, bucketLabels, isoLocal } from "../date-range/labels.ts";
import type { Period } from "../date-range/period.ts";
import type { EntityNode } from "../nodes/schema.ts";
import type { Breakdown } from "./breakdown.ts";
import type { CohortValue } from "./cohort-breakdown.ts";
import type { NamedFormula, TrendsPlan } from "./plan.ts";
import { type SeriesData, sumOf } from "./table.ts";

export interface ItemContext {
  readonly plan: TrendsPlan;
  readonly period: Period;
  readonly periodIndex: number;
  readonly breakdown: Breakdown | undefined;
}

/** A result item of a series. */
export function seriesItem(context: ItemContext, index: number, item: SeriesData): JsonObject {
  const node = context.plan.query.series[index] as EntityNode;
  const name = entityName(node);
  const breakdownLabel = labelOf(context, item);
  const prefixed = context.plan.query.series.length > 1 ? `${name} - ${breakdownLabel}` : breakdownLabel;
  return {
    action: action(context, node, index),
    label: context.breakdown ? prefixed : name,
    ...values(context, item),
    ...dressing(context, item),
  };
}

/** A result item of a formula. */
export function formulaItem(
  context: ItemContext,
  formula: NamedFormula,
  order: number,
  item: SeriesData,
): JsonObject {
  const label = formula.name ?? `Formula (${formula.text})`;
  const several = context.plan.formulas.length > 1;
  const breakdownLabel = labelOf(context, item);
  return {
    action: null,
    order,
    label: context.breakdown ? (several ? `${label} - ${breakdownLabel}` : breakdownLabel) : label,
    ...values(context, item),
    ...(context.plan.mode === "total" ? { data: null } : {}),
    ...dressing(context, item),
  };
}

/** What a series is called: its event, «All events», or the events of its group. */
export function entityName(node: EntityNode): string {
  switch (node.kind) {
    case "EventsNode":
      return node.event || "All events";
    case "ActionsNode":
      return node.name ?? String(node.id);
    case "GroupNode":
      return node.name ?? node.nodes.map(entityName).join(", ");
  }
}

function values({ plan, period }: ItemContext, { data }: SeriesData): JsonObject {
  if (plan.mode === "total") {
    return { data: [], days: [], labels: [], count: 0, aggregated_value: data[0] ?? 0 };
  }
  return {
    data: [...data],
    days: bucketDays(period.buckets, plan.calendar),
    labels: bucketLabels(period.buckets, period.range, plan.calendar),
    count: plan.mode === "cumulative" ? (data.at(-1) ?? 0) : sumOf(data),
  };
}

const cohortOf = ({ breakdown }: ItemContext, text: string, index: number): CohortValue | undefined =>
  breakdown?.dimensions[index]?.cohorts?.find(({ id }) => String(id) === text);

/** Breakdown values as text, cohorts by name. */
const labelOf = (context: ItemContext, { breakdown }: SeriesData): string =>
  breakdown.map((text, index) => cohortOf(context, text, index)?.name ?? text).join("::");

function dressing(context: ItemContext, item: SeriesData): JsonObject {
  const { plan, periodIndex, breakdown } = context;
  const values = item.breakdown.map((text, index): JsonValue => cohortOf(context, text, index)?.id ?? text);
  const value: JsonValue = breakdown?.multiple ? values : (values[0] ?? null);
  return {
    ...(breakdown ? { breakdown_value: value } : {}),
    ...(plan.periods.length > 1
      ? { compare: true, compare_label: periodIndex === 0 ? "current" : "previous" }
      : {}),
    filter: { insight: "TRENDS", interval: plan.interval, display: plan.display },
  };
}

function action({ plan, period }: ItemContext, node: EntityNode, order: number): JsonObject {
  const id = node.kind === "EventsNode" ? (node.event ?? null) : node.kind === "ActionsNode" ? node.id : null;
  return {
    days: plan.mode === "total" ? [] : period.buckets.starts.map((start) => isoLocal(start, plan.calendar)),
    id,
    type: node.kind === "ActionsNode" ? "actions" : "events",
    order,
    name: entityName(node),
    custom_name: node.custom_name ?? null,
    math: node.math ?? null,
    math_property: node.math_property ?? null,
    math_hogql: node.math_hogql ?? null,
    math_group_type_index: node.math_group_type_index ?? null,
    properties: {},
  };
}
