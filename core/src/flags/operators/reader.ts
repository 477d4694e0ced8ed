import type { JsonObject, JsonValue } from "../../events/types.ts";

/** Reads one property; undefined when absent. Never sees what objects inherit. */
export type Reader = (properties: JsonObject | undefined) => JsonValue | undefined;

/** `$initial_x` stands for `x` (or `$x`) while a person has no first value of its own yet. */
export function makeReader(key: string, withInitial: boolean): Reader {
  const read = ownReader(key);
  if (!withInitial || !key.startsWith("$initial_")) return read;
  const name = key.slice("$initial_".length);
  const [first, second] = [ownReader(`$${name}`), ownReader(name)];
  return (properties) => read(properties) ?? first(properties) ?? second(properties);
}

function ownReader(key: string): Reader {
  if (key in Object.prototype) {
    return (properties) =>
      properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
  }
  return (properties) => properties?.[key];
}
