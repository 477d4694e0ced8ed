import type { ActionDefinition } from "../../actions/action.ts";
import type { JsonObject, JsonValue } from "../../events/types.ts";

/** A query whose action nodes carry the names that the actions have now, for labels; the rest is unchanged. */
export function nameActions<Query extends JsonValue>(
  query: Query,
  actions: ReadonlyMap<number, ActionDefinition> | undefined,
): Query {
  return actions && actions.size > 0 ? (named(query, actions) as Query) : query;
}

function named(value: JsonValue, actions: ReadonlyMap<number, ActionDefinition>): JsonValue {
  if (Array.isArray(value)) return value.map((item) => named(item, actions));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, named(item, actions)] as const);
  const node: JsonObject = Object.fromEntries(entries);
  const name = node.kind === "ActionsNode" ? actions.get(Number(node.id))?.name : undefined;
  return name === undefined ? node : { ...node, name };
}
