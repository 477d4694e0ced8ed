export type QueryNode = { readonly kind: string } & Readonly<Record<string, unknown>>;

const WRAPPERS: ReadonlySet<string> = new Set(["InsightVizNode", "DataTableNode", "DataVisualizationNode"]);

/** The query inside of any display nodes; null when there is none. */
export function unwrapQuery(node: unknown): QueryNode | null {
  for (let depth = 0, at = node; depth < 5; depth++) {
    if (typeof at !== "object" || at === null || !("kind" in at) || typeof at.kind !== "string") return null;
    if (!WRAPPERS.has(at.kind)) return at as QueryNode;
    at = (at as Record<string, unknown>).source;
  }
  return null;
}

/** The node that saved insights carry. */
export function insightNode(query: object): Readonly<Record<string, unknown>> {
  return { kind: "InsightVizNode", source: query };
}
