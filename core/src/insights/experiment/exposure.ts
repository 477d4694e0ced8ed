import type { ExperimentDefinition } from "../../experiments/definition.ts";
import type { Expr } from "../../sql/ast.ts";
import { and, call, compare, constant, eq, field, list } from "../../sql/build.ts";
import { type InsightResult, insightError } from "../error.ts";
import { type Actor, actorOf } from "../nodes/actor.ts";
import { entityCondition, queryCondition } from "../nodes/condition.ts";
import { entityNode } from "../nodes/schema.ts";
import type { InsightContext } from "../query-kind.ts";

/** Events that expose a unit to a variant. */
export interface Exposure {
  readonly actor: Actor;
  /** Which events expose, whatever their time. */
  readonly condition: Expr;
  /** The variant that an exposing event names. */
  readonly variant: Expr;
  /** Conditions on every event of the analysis: test accounts left out. */
  readonly filters: Expr;
}

/** The exposure of an experiment: the call of its flag, or the event that it names instead. */
export function exposureOf(
  definition: ExperimentDefinition,
  context: InsightContext,
): InsightResult<Exposure> {
  const { exposureCriteria, flagKey } = definition;
  const { filterTestAccounts } = exposureCriteria;
  const filters = queryCondition({ filterTestAccounts }, context);
  if (!filters.ok) return filters;
  const event = exposureEvent(definition, context);
  if (!event.ok) return event;
  const custom = event.value !== undefined;
  const property = custom ? `$feature/${flagKey}` : "$feature_flag_response";
  const variant = call("toString", field("properties", property));
  const calls = and(
    eq(field("event"), constant("$feature_flag_called")),
    eq(field("properties", "$feature_flag"), constant(flagKey)),
  );
  const named = compare(variant, "in", list(definition.variants.map(({ key }) => key)));
  const actor = actorOf(definition.groupTypeIndex);
  return {
    ok: true,
    value: {
      actor,
      condition: and(event.value ?? calls, named),
      variant,
      filters: and(filters.value, actor.present),
    },
  };
}

/** The condition of a custom exposure event; undefined for the default. */
function exposureEvent(
  { exposureCriteria: { exposureConfig } }: ExperimentDefinition,
  context: InsightContext,
): InsightResult<Expr | undefined> {
  if (exposureConfig === undefined || exposureConfig === null) return { ok: true, value: undefined };
  const config = exposureConfig as { readonly kind?: unknown; readonly event?: unknown };
  if (config.event === "$feature_flag_called") return { ok: true, value: undefined };
  const node = entityNode.safeParse(
    config.kind === "ExperimentEventExposureConfig" ? { ...config, kind: "EventsNode" } : exposureConfig,
  );
  if (!node.success) {
    return insightError("The exposure event is neither an event nor an action.", "exposure_criteria");
  }
  return entityCondition(node.data, "exposure_criteria__exposure_config", context);
}
