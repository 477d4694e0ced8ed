import type { JsonValue } from "../../events/types.ts";
import type { Expr } from "../../sql/ast.ts";
import { and, compare, constant, eq, field, list, or } from "../../sql/build.ts";
import { propertyFiltersToExpr } from "../../sql/property-filter.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { InsightContext } from "../query-kind.ts";
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
  return result.ok ? result : insightError(result.error.message, attr);
}

/** Which events a series counts: its event name (or those of its nodes) and its own property filters. */
export function entityCondition(
  node: EntityNode,
  attr: string,
  context: InsightContext,
): InsightResult<Expr> {
  const conditions: Expr[] = [];
  switch (node.kind) {
    case "ActionsNode":
      return insightError(
        `Action ${node.id} can't be used yet: use its events.`,
        `${attr}__kind`,
        "not_available",
      );
    case "EventsNode":
      if (node.event !== undefined && node.event !== "")
        conditions.push(eq(field("event"), constant(node.event)));
      break;
    case "GroupNode": {
      if ((node.operator ?? "OR") !== "OR")
        return insightError('Only operator "OR" is available.', `${attr}__operator`);
      const parts: Expr[] = [];
      for (const [index, child] of node.nodes.entries()) {
        const part = entityCondition(child, `${attr}__nodes__${index}`, context);
        if (!part.ok) return part;
        parts.push(part.value);
      }
      const names = node.nodes.map((child) => (child.kind === "EventsNode" ? child.event : undefined));
      if (names.every((name) => name !== undefined))
        conditions.push(compare(field("event"), "in", list(names)));
      conditions.push(or(...parts));
    }
  }
  for (const key of ["properties", "fixedProperties"] as const) {
    const filter = filterCondition(node[key], `${attr}__${key}`, context);
    if (!filter.ok) return filter;
    conditions.push(filter.value);
  }
  return { ok: true, value: and(...conditions) };
}

/** The query's own property filters and, when asked for, the project's test account filters. */
export function queryCondition(
  query: { readonly properties?: Filters; readonly filterTestAccounts?: boolean | undefined },
  context: InsightContext,
): InsightResult<Expr> {
  const own = filterCondition(query.properties, "query__properties", context);
  if (!own.ok || !query.filterTestAccounts) return own;
  const test = filterCondition(context.testAccountFilters, "query__filterTestAccounts", context);
  return test.ok ? { ok: true, value: and(own.value, test.value) } : test;
}
