/** Edges that mark tiles which belong together, by the name that is saved. */
export const TILE_COLORS: Readonly<Record<string, string>> = {
  green: "var(--series-1)",
  orange: "var(--series-2)",
  blue: "var(--series-3)",
  purple: "var(--series-4)",
  yellow: "var(--series-5)",
  grey: "var(--series-7)",
};
