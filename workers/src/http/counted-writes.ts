/** Tables of which a request writes rows by the way: who came, how often, what is waiting to be sent. */
const BY_THE_WAY = new Set([
  "activity_log",
  "attempts",
  "config_versions",
  "insight_views",
  "notifications",
  "personal_api_keys",
  "sessions",
]);

const WRITE = /^\s*(?:insert\s+(?:ignore\s+)?into|update|delete\s+from)\s+`(\w+)`/i;

/** What is remembered of an environment when somebody looks at it first after its first event. */
const REMEMBERED = /^\s*update\s+`environments`\s+set\s[^;]*`ingested_event` = /i;

/** The table that a statement writes, if it is one that a person would call changed. */
export function writtenTable(statement: string): string | null {
  const table = WRITE.exec(statement)?.[1] ?? null;
  return table === null || BY_THE_WAY.has(table) || REMEMBERED.test(statement) ? null : table;
}

/** A `fetch` for the database's driver that notes the tables in which statements changed rows. For tests. */
export function countedWrites(tables: Set<string>, send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const answer = await send(input, init);
    const table = writtenTable(statementOf(init?.body));
    if (table === null || !answer.ok) return answer;
    const said = (await answer.clone().json()) as { result?: { rowsAffected?: string } };
    if (Number(said.result?.rowsAffected ?? 0) > 0) tables.add(table);
    return answer;
  };
}

function statementOf(body: unknown): string {
  const sent: unknown = typeof body === "string" ? JSON.parse(body) : null;
  return typeof sent === "object" && sent !== null && "query" in sent ? String(sent.query) : "";
}
