import type { JsonValue } from "../events/types.ts";

/** True when a query or a cohort's filters name the action of this number. */
export function mentionsAction(value: JsonValue | undefined, id: number): boolean {
  if (Array.isArray(value)) return value.some((item) => mentionsAction(item, id));
  if (typeof value !== "object" || value === null) return false;
  const { kind, type, event_type } = value;
  const named =
    (kind === "ActionsNode" || type === "actions" ? value.id : undefined) ??
    (event_type === "actions" ? value.key : undefined) ??
    value.actionId;
  if (named !== undefined && Number(named) === id) return true;
  if (value.seq_event_type === "actions" && Number(value.seq_event) === id) return true;
  return Object.values(value).some((item) => mentionsAction(item, id));
}
