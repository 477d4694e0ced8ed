import type { JsonObject, JsonValue, PersonUpdate } from "./types.ts";

/** Longest properties of one person as JSON text; an update beyond it is refused with a warning. */
export const PERSON_PROPERTIES_LIMIT = 512 * 1024;

const same = (a: JsonValue | undefined, b: JsonValue): boolean =>
  a === b || (typeof a === "object" && typeof b === "object" && JSON.stringify(a) === JSON.stringify(b));

/**
 * Applies an event's `$set_once` (only undefined keys), then `$set` (overwrites), then `$unset` (deletes).
 * Returns the same object when nothing changed, so callers compare by identity.
 */
export function applyPersonUpdate(properties: JsonObject, update: PersonUpdate): JsonObject {
  let result = properties;
  const writable = (): JsonObject => {
    if (result === properties) result = { ...properties };
    return result;
  };
  for (const [key, value] of Object.entries(update.setOnce ?? {})) {
    if (!Object.hasOwn(result, key)) define(writable(), key, value);
  }
  for (const [key, value] of Object.entries(update.set ?? {})) {
    if (!Object.hasOwn(result, key) || !same(result[key], value)) define(writable(), key, value);
  }
  for (const key of update.unset ?? []) {
    if (Object.hasOwn(result, key)) delete writable()[key];
  }
  return result;
}

/** `__proto__` is a property name like any other here. */
function define(target: JsonObject, key: string, value: JsonValue): void {
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}
