import type { JsonObject, JsonValue } from "../../events/types.ts";
import type { EntityNode } from "../nodes/schema.ts";
import { entityName } from "../trends/item.ts";
import type { FunnelPlan } from "./plan.ts";

/** What was measured of one step; times in seconds from the step before. */
export interface StepNumbers {
  readonly count: number;
  readonly average: number | null;
  readonly median: number | null;
}

/** The steps of one funnel as the public API shows them, each with `more`. */
export function funnelSteps(
  plan: FunnelPlan,
  numbers: readonly StepNumbers[],
  more: JsonObject = {},
): JsonObject[] {
  return numbers.map(({ count, average, median }, step) => ({
    ...name(plan, step),
    order: step,
    people: [],
    count,
    average_conversion_time: average,
    median_conversion_time: median,
    converted_people_url: null,
    dropped_people_url: null,
    ...more,
  }));
}

function name({ order, query }: FunnelPlan, step: number): JsonObject {
  const node = query.series[step] as EntityNode;
  const type = node.kind === "ActionsNode" ? "actions" : "events";
  if (order === "unordered") {
    const completed = `Completed ${step + 1} step${step === 0 ? "" : "s"}`;
    return { action_id: null, name: completed, custom_name: null, type };
  }
  return { action_id: idOf(node), name: entityName(node), custom_name: node.custom_name ?? null, type };
}

function idOf(node: EntityNode): JsonValue {
  if (node.kind === "EventsNode") return node.event ?? null;
  return node.kind === "ActionsNode" ? node.id : entityName(node);
}
