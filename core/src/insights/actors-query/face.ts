import type { JsonObject, JsonValue } from "../../events/types.ts";

/** What is stored of a person or group; `known` false: nothing but the id. */
export interface Face {
  /** The person's UUID or the group's key. */
  readonly id: string;
  readonly known: boolean;
  readonly properties: JsonValue;
  readonly createdAt: JsonValue;
  readonly identified: boolean;
  readonly distinctIds: readonly string[];
  /** Type of the group. */
  readonly group: number | undefined;
}

/** A person of API.md 2.4; of someone without profile only the id, and distinct IDs if there are any. */
export function personCell({ id, known, properties, createdAt, identified, distinctIds }: Face): JsonObject {
  if (!known) return { id, distinct_ids: [...distinctIds] };
  return {
    id,
    properties,
    is_identified: identified,
    created_at: createdAt,
    distinct_ids: [...distinctIds],
  };
}

/** A group of API.md 2.4. */
export function groupCell({ id, known, properties, createdAt, group = 0 }: Face): JsonObject {
  const shared = { id, type: "group", group_key: id, group_type_index: group };
  const stored = known ? properties : {};
  return { ...shared, properties: stored, group_properties: stored, created_at: known ? createdAt : null };
}

/** Properties that name a person, best first. */
const DISPLAY_NAMES = ["email", "name", "username"];

/** How lists call a person. */
export function nameCell({ id, properties, distinctIds }: Face): JsonObject {
  const texts = properties as JsonObject;
  const name = DISPLAY_NAMES.map((key) => texts[key]).find((value) => value !== undefined && value !== "");
  return { display_name: String(name ?? distinctIds[0] ?? id), id };
}

/** The object of a JSON text. */
export function parsedObject(text: unknown): JsonValue {
  if (typeof text !== "string") return (text ?? {}) as JsonValue;
  try {
    return text === "" ? {} : (JSON.parse(text) as JsonValue);
  } catch {
    return {};
  }
}
