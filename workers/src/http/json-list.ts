import type { JsonValue } from "@edgewise/core/events/types.ts";
import { invalid } from "./errors.ts";

/** A list that travels as JSON text in the query string; none when absent. Throws with `attr` = `name`. */
export function parseJsonList(name: string, text: string | undefined, example: string): JsonValue[] {
  if (text === undefined || text === "") return [];
  try {
    const parsed: unknown = JSON.parse(text);
    if (Array.isArray(parsed)) return parsed as JsonValue[];
  } catch {
    // Answered below, like every other text that is no list.
  }
  throw invalid(name, `Use a JSON list, e.g. ${example}.`);
}

export const FILTER_EXAMPLE = '[{"key": "plan", "value": "pro", "operator": "exact", "type": "person"}]';
