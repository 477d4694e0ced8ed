import { type InsightResult, insightError } from "../error.ts";
import type { EventsNode } from "../nodes/schema.ts";
import type { RetentionEntity } from "./schema.ts";

/** The series that an entity of a retention filter stands for; absent, it is page views. */
export function entityNodeOf(entity: RetentionEntity | undefined, attr: string): InsightResult<EventsNode> {
  if (!entity) return { ok: true, value: node("$pageview", undefined) };
  const { id, type = entity.kind === "ActionsNode" ? "actions" : "events" } = entity;
  if (type === "events" || type === "new_entity") {
    return { ok: true, value: node(id === undefined ? undefined : String(id), entity.properties) };
  }
  const what = type === "actions" ? `Action ${id ?? ""}` : `"${type}"`;
  return insightError(`${what} can't be used yet: use its events.`, attr, "not_available");
}

const node = (event: string | undefined, properties: RetentionEntity["properties"]): EventsNode =>
  ({ kind: "EventsNode", event, properties }) as EventsNode;
