import type { InsightQuery } from "./types.ts";

export interface Missing {
  readonly title: string;
  readonly todo: string;
}

/** What a query still needs before it can be asked; null when nothing. */
export function whatIsMissing(query: InsightQuery): Missing | null {
  if (query.kind === "FunnelsQuery" && query.series.length < 2) {
    return { title: "Add a second step", todo: "A funnel shows how many get from one step to the next." };
  }
  if ("series" in query && query.series.length === 0) {
    return { title: "Add a series", todo: "Choose the event that is to be counted." };
  }
  if (query.kind === "PathsQuery") {
    const { includeEventTypes, pathsHogQLExpression } = query.pathsFilter ?? {};
    if (includeEventTypes?.includes("hogql") && !pathsHogQLExpression?.trim()) {
      return { title: "Write the step in SQL", todo: "Say what a step is called, for example event." };
    }
  }
  return null;
}
