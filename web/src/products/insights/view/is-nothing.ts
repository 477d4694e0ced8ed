type Numbers = { readonly data?: readonly number[] | null; readonly aggregated_value?: number | null };

/** True when an answer has no number but zero: there is nothing to draw. */
export function isNothing(kind: string, results: unknown): boolean {
  if (kind === "FunnelsQuery" && !Array.isArray(results)) {
    return ((results as { bins?: readonly unknown[] } | null)?.bins ?? []).length === 0;
  }
  if (!Array.isArray(results)) return results === null || results === undefined;
  if (results.length === 0) return true;
  switch (kind) {
    case "TrendsQuery":
    case "StickinessQuery":
    case "LifecycleQuery":
      return (results as Numbers[]).every(
        (item) => !item.aggregated_value && (item.data ?? []).every((value) => value === 0),
      );
    case "FunnelsQuery":
      return (results as (Numbers & { count?: number; value?: number })[])
        .flat()
        .every((item) => (item.data ? item.data.every((value) => value === 0) : !item.count && !item.value));
    case "RetentionQuery":
      return (results as { values: { count: number }[] }[]).every(({ values }) => !values[0]?.count);
    default:
      return false;
  }
}
