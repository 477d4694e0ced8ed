import { isObject } from "./envelope.ts";
import { DEPTH_LIMIT } from "./limits.ts";
import type { JsonValue } from "./types.ts";

/** Objects in a value, itself included; NaN when it nests deeper than any event may. */
function objectsIn(value: JsonValue, levels: number): number {
  if (value === null || typeof value !== "object") return 0;
  if (levels === 0) return Number.NaN;
  let count = Array.isArray(value) ? 0 : 1;
  if (Array.isArray(value)) for (const item of value) count += objectsIn(item, levels - 1);
  else for (const key in value) count += objectsIn(value[key]!, levels - 1);
  return count;
}

/** Objects in an event's properties; 0 when it has none, NaN when there are objects elsewhere in it. */
function objectsInProperties(event: JsonValue): number {
  if (!isObject(event)) return Number.NaN;
  for (const key in event)
    if (typeof event[key] === "object" && event[key] !== null && key !== "properties") return Number.NaN;
  return isObject(event.properties) ? objectsIn(event.properties, DEPTH_LIMIT) : 0;
}

/** Where `character` stands in `text`, if that is exactly so often. */
function places(text: string, character: string, times: number): Int32Array | null {
  const found = new Int32Array(times);
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) {
    if (count === times) return null;
    found[count++] = at;
  }
  return count === times ? found : null;
}

/**
 * The text of each event's `properties` in the JSON `text` that the events were parsed from; '' for an event without,
 * null when it can't be told. `wrapped`: they stand in an object, which has no other objects in it.
 *
 * Finds braces instead of reading: a text without a backslash that has as many braces as objects has none in its
 * strings. Then objects open in their order, and each closes after those in it.
 */
export function propertyTexts(text: string, events: readonly JsonValue[], wrapped: boolean): string[] | null {
  const counts = events.map(objectsInProperties);
  const outer = wrapped ? 1 : 0;
  const objects = counts.reduce((sum, count) => sum + count + 1, outer);
  if (Number.isNaN(objects)) return null;
  const opens = places(text, "{", objects);
  const closes = opens && places(text, "}", objects);
  if (!closes) return null;
  let before = 0;
  return counts.map((count) => {
    const result = count === 0 ? "" : text.slice(opens[outer + before + 1]!, closes[before + count - 1]! + 1);
    before += count + 1;
    return result;
  });
}
