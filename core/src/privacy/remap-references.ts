import type { JsonObject, JsonValue } from "../events/types.ts";

/** Numbers of things where a definition comes from → their numbers here. */
export interface NumberMaps {
  readonly cohorts: ReadonlyMap<number, number>;
  readonly actions: ReadonlyMap<number, number>;
  readonly flags: ReadonlyMap<number, number>;
}

/** A definition with the numbers that it names replaced; what is not known stays as it was. */
export function remapReferences(value: JsonValue, maps: NumberMaps): JsonValue {
  if (Array.isArray(value)) return value.map((item) => remapReferences(item, maps));
  if (typeof value !== "object" || value === null) return value;
  const walked = Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, remapReferences(item, maps)]),
  );
  return { ...walked, ...replaced(value, maps) };
}

function replaced(node: JsonObject, maps: NumberMaps): JsonObject {
  const { type, kind, key, value, id, event_type: eventType } = node;
  const mapped = (map: ReadonlyMap<number, number>, given: JsonValue | undefined): JsonValue => {
    const known = map.get(Number(given));
    if (known === undefined) return given ?? null;
    return typeof given === "string" ? String(known) : known;
  };
  const all = (given: JsonValue | undefined): JsonValue =>
    Array.isArray(given) ? given.map((item) => mapped(maps.cohorts, item)) : mapped(maps.cohorts, given);
  if (type === "cohort" || type === "static-cohort" || type === "precalculated-cohort")
    return { value: all(value) };
  if (type === "flag") return { key: mapped(maps.flags, key) };
  if (kind === "ActionsNode" || type === "actions") return { id: mapped(maps.actions, id) };
  if (eventType === "actions") return { key: mapped(maps.actions, key) };
  return {};
}
