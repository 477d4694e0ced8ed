/** Queries that were run in this browser, newest first. */
export interface PastQuery {
  readonly sql: string;
  /** ms since the epoch. */
  readonly at: number;
  readonly rows: number | null;
}

const KEEP = 50;
const key = (projectId: number) => `edgewise.sql.${projectId}`;

/** Puts a query in front; the same text stands only once. */
export function remember(history: readonly PastQuery[], entry: PastQuery): PastQuery[] {
  return [entry, ...history.filter((item) => item.sql.trim() !== entry.sql.trim())].slice(0, KEEP);
}

/** Reads stored text; anything unreadable is an empty history. */
export function parseHistory(text: string | null): PastQuery[] {
  try {
    const list = JSON.parse(text ?? "[]") as unknown;
    if (!Array.isArray(list)) return [];
    return list.filter(
      (item): item is PastQuery => typeof item?.sql === "string" && typeof item?.at === "number",
    );
  } catch {
    return [];
  }
}

export function loadHistory(projectId: number): PastQuery[] {
  try {
    return parseHistory(localStorage.getItem(key(projectId)));
  } catch {
    return [];
  }
}

export function saveHistory(projectId: number, history: readonly PastQuery[]): void {
  try {
    localStorage.setItem(key(projectId), JSON.stringify(history));
  } catch {
    // Storage is full or blocked: the history of this window still works.
  }
}
