/** How well an item fits what was typed, 0–1: its title by `score`, else what else it is found by, word for word. */
export function rankCommand(
  score: (value: string, search: string) => number,
  value: string,
  search: string,
  keywords: readonly string[] = [],
): number {
  const [title = ""] = value.split(MARK);
  const byTitle = score(title, search);
  if (byTitle > 0) return byTitle;
  const needle = search.trim().toLowerCase();
  return keywords.some((word) => word.toLowerCase().includes(needle)) ? 0.01 : 0;
}

/** Keeps things of one title apart, without a part in what they are found by. */
export const MARK = "\u2063";
