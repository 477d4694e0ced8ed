import type { FlagFilters } from "@edgewise/core/flags/types.ts";
import { invalid } from "../../http/errors.ts";

/** Of all flags of a project, as JSON text: every isolate that serves the project holds them. */
const MAX_PROJECT = 10_000_000;

/** Throws when the definitions of a project would not fit into an isolate together. */
export function checkSize(definitions: readonly FlagFilters[]): void {
  const length = definitions.reduce((sum, filters) => sum + JSON.stringify(filters).length, 0);
  if (length <= MAX_PROJECT) return;
  const detail = `The project's flags would have ${length} characters together: at most ${MAX_PROJECT} fit at the edge.`;
  throw invalid("filters", detail);
}
