import { type InsightResult, insightError } from "../error.ts";
import type { EntityNode } from "../nodes/schema.ts";
import type { RetentionEntity } from "./schema.ts";

/** The series that an entity of a retention filter stands for; absent, it is page views. */
export function entityNodeOf(entity: RetentionEntity | undefined, attr: string): InsightResult<EntityNode> {
  if (!entity) return { ok: true, value: node("$pageview", undefined) };
  const { id, type = entity.kind === "ActionsNode" ? "actions" : "events" } = entity;
  if (type === "events" || type === "new_entity") {
    return { ok: true, value: node(id === undefined ? undefined : String(id), entity.properties) };
  }
  if (type === "actions" && id !== undefined) {
    return { ok: true, value: { kind: "ActionsNode", id, properties: entity.properties } as EntityNode };
  }
  const message =
    type === "actions" ? `An action needs its "id".` : `Entities of type "${type}" can't be used.`;
  return insightError(message, attr, type === "actions" ? "required" : "not_available");
}

const node = (event: string | undefined, properties: RetentionEntity["properties"]): EntityNode =>
  ({ kind: "EventsNode", event, properties }) as EntityNode;
