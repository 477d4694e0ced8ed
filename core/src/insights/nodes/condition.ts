import type { ActionDefinition } from "../../actions/action.ts";
import { actionCondition, actionEvents, oneOf } from "../../actions/compile.ts";
import type { JsonValue } from "../../events/types.ts";
import type { Expr } from "../../sql/ast.ts";
import { and, constant, eq, field, or } from "../../sql/build.ts";
import type { FilterError } from "../../sql/filter/error.ts";
import { propertyFiltersToExpr } from "../../sql/property-filter.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { InsightContext } from "../query-kind.ts";
import { isWhole } from "../weights.ts";
import { type Sampled, sampleCondition } from "./sampling.ts";
import type { EntityNode } from "./schema.ts";

type Filters = readonly JsonValue[] | Readonly<Record<string, JsonValue>> | undefined;

/** Property filters (flat or grouped) as a condition; absent ones are `true`. */
export function filterCondition(
  filters: Filters,
  attr: string,
  context: InsightContext,
): InsightResult<Expr> {
  if (filters === undefined) return { ok: true, value: and() };
  const result = propertyFiltersToExpr(filters, context);
  return result.ok ? result : insightError(result.error.message, attr, codeOf(result.error));
}

const codeOf = ({ code }: FilterError): string => (code === "invalid_filter" ? "invalid_input" : code);

/** The action of a number, as the project defines it now. */
export function actionOf(
  id: number | string,
  attr: string,
  { actions }: InsightContext,
): InsightResult<ActionDefinition> {
  const action = actions?.get(Number(id));
  if (action) return { ok: true, value: action };
  return insightError(`Action ${id} does not exist: it may be deleted.`, attr, "does_not_exist");
}

/** Names of the events that a series can count; undefined when it can count any. */
export function entityEvents(node: EntityNode, context: InsightContext): readonly string[] | undefined {
  switch (node.kind) {
    case "EventsNode":
      return node.event ? [node.event] : undefined;
    case "ActionsNode": {
      const action = context.actions?.get(Number(node.id));
      return action && actionEvents(action);
    }
    case "GroupNode": {
      const names = node.nodes.map((child) => entityEvents(child, context));
      return names.every((some) => some !== undefined) ? [...new Set(names.flat())] : undefined;
    }
  }
}

/** Which events a series is about: its event's name, its action, any of its nodes. */
export function entityMatch(node: EntityNode, attr: string, context: InsightContext): InsightResult<Expr> {
  switch (node.kind) {
    case "EventsNode":
      return { ok: true, value: node.event ? eq(field("event"), constant(node.event)) : and() };
    case "ActionsNode": {
      const action = actionOf(node.id, `${attr}__id`, context);
      if (!action.ok) return action;
      const done = actionCondition(action.value, context);
      return done.ok ? done : insightError(done.error.message, `${attr}__id`, codeOf(done.error));
    }
    case "GroupNode": {
      if ((node.operator ?? "OR") !== "OR")
        return insightError('Only operator "OR" is available.', `${attr}__operator`);
      const parts: Expr[] = [];
      for (const [index, child] of node.nodes.entries()) {
        const part = entityCondition(child, `${attr}__nodes__${index}`, context);
        if (!part.ok) return part;
        parts.push(part.value);
      }
      return { ok: true, value: and(...oneOf(entityEvents(node, context)), or(...parts)) };
    }
  }
}

/** Which events a series counts: those it is about that also meet its own property filters. */
export function entityCondition(
  node: EntityNode,
  attr: string,
  context: InsightContext,
): InsightResult<Expr> {
  const match = entityMatch(node, attr, context);
  if (!match.ok) return match;
  const conditions: Expr[] = [match.value];
  for (const key of ["properties", "fixedProperties"] as const) {
    const filter = filterCondition(node[key], `${attr}__${key}`, context);
    if (!filter.ok) return filter;
    conditions.push(filter.value);
  }
  return { ok: true, value: and(...conditions) };
}

/** The query's own property filters and, when asked for, its sample and the project's test account filters. */
export function queryCondition(
  query: Sampled & { readonly properties?: Filters; readonly filterTestAccounts?: boolean | undefined },
  context: InsightContext,
): InsightResult<Expr> {
  const own = filterCondition(query.properties, "query__properties", context);
  if (!own.ok) return own;
  const filters = and(sampleCondition(query), own.value, wholeCondition(context));
  if (!query.filterTestAccounts) return { ok: true, value: filters };
  const test = filterCondition(context.testAccountFilters, "query__filterTestAccounts", context);
  return test.ok ? { ok: true, value: and(filters, test.value) } : test;
}

/** Leaves out what of the environment is a sample, when a query reads the rest alone. */
export const wholeCondition = ({ onlyWhole, sampled }: InsightContext): Expr =>
  onlyWhole && sampled ? isWhole(sampled) : and();
