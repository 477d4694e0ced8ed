import type { InsightKind } from "./types.ts";

export interface KindInfo {
  readonly kind: InsightKind;
  readonly title: string;
  /** What it answers, in the words of a question. */
  readonly asks: string;
}

/** The kinds of insights in the order of their tabs. */
export const KINDS: readonly KindInfo[] = [
  { kind: "TrendsQuery", title: "Trends", asks: "How much, over time?" },
  { kind: "FunnelsQuery", title: "Funnel", asks: "How many get from one step to the next?" },
  { kind: "RetentionQuery", title: "Retention", asks: "Who comes back?" },
  { kind: "StickinessQuery", title: "Stickiness", asks: "On how many days do they come?" },
  { kind: "LifecycleQuery", title: "Lifecycle", asks: "Who is new, stays, returns or goes quiet?" },
  { kind: "PathsQuery", title: "Paths", asks: "Where do they go next?" },
];

/** The title of a saved query's kind, whatever it is. */
export function kindTitle(kind: string | undefined): string {
  if (kind === "HogQLQuery") return "SQL";
  const known = KINDS.find((item) => item.kind === kind);
  return known?.title ?? (kind?.replace(/Query$/, "") || "Query");
}
