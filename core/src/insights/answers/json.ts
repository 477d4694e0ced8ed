import type { JsonObject, JsonValue } from "../../events/types.ts";

/** The value when it is an object, else null. */
export const objectOf = (value: JsonValue | undefined): JsonObject | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;

/** The objects of a list; nothing of anything else. */
export const objectsOf = (value: JsonValue | undefined): JsonObject[] =>
  Array.isArray(value) ? value.map(objectOf).filter((item) => item !== null) : [];
