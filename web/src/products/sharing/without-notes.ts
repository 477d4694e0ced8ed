type Node = Readonly<Record<string, unknown>>;

/** The query with the team's annotations switched off: they are not shared with a chart. */
export function withoutNotes(query: Node): Node {
  const { source, trendsFilter } = query;
  if (typeof source === "object" && source !== null)
    return { ...query, source: withoutNotes(source as Node) };
  return { ...query, trendsFilter: { ...(trendsFilter as Node | undefined), showAnnotations: false } };
}
