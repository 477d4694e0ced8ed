import type { JsonObject } from "../../events/types.ts";
import { entityName } from "../trends/item.ts";
import type { EntityNode } from "./schema.ts";

/** What a result item says about its series. */
export function nodeAction(node: EntityNode, order: number): JsonObject {
  const id = node.kind === "EventsNode" ? (node.event ?? null) : node.kind === "ActionsNode" ? node.id : null;
  return {
    id,
    name: entityName(node),
    type: node.kind === "ActionsNode" ? "actions" : "events",
    order,
    custom_name: node.custom_name ?? null,
  };
}
