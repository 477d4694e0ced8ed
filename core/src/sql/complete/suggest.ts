/** What can be completed in SQL. */
export interface Vocabulary {
  /** Column names by table. */
  readonly tables: Readonly<Record<string, readonly string[]>>;
  readonly functions: readonly string[];
  readonly eventProperties: readonly string[];
  readonly personProperties: readonly string[];
}

export interface Suggestion {
  readonly label: string;
  readonly kind: "property" | "class" | "function";
  /** Written instead of the label. */
  readonly apply?: string;
}

export interface Suggestions {
  /** Offset at which what was typed so far begins. */
  readonly from: number;
  readonly options: readonly Suggestion[];
}

const PLAIN = /^[A-Za-z_$][\w$]*$/;
/** A name after a dot; others are quoted. */
const quoted = (name: string): string => (PLAIN.test(name) ? name : `\`${name.replaceAll("`", "\\`")}\``);

/** Words that may stand after a table without being its alias. */
const CLAUSE =
  "where|prewhere|group|order|limit|on|using|left|right|inner|full|cross|any|all|asof|global|array|join|final|sample|having|union|window|qualify";
const ALIAS = new RegExp(`\\b(?:from|join)\\s+(\\w+)(?:\\s+(?:as\\s+)?(?!(?:${CLAUSE})\\b)(\\w+))?`, "gi");

/** Table aliases of a text: `from events e`, `join persons as p`. */
function aliases(sql: string, tables: Vocabulary["tables"]): Map<string, string> {
  const found = new Map(Object.keys(tables).map((table) => [table, table]));
  for (const [, table = "", alias] of sql.matchAll(ALIAS)) {
    if (alias && tables[table]) found.set(alias, table);
  }
  return found;
}

/** Names of subqueries: `with recent as (select …)`. */
function cteNames(sql: string): string[] {
  return [...sql.matchAll(/\b(\w+)\s+as\s*\(\s*(?:select|with)\b/gi)].flatMap(([, name]) => name ?? []);
}

/** Whose property is being typed at the end of `before`; null when none is. */
export function ownerAt(
  before: string,
  sql: string,
  tables: Vocabulary["tables"],
): "event" | "person" | null {
  const path = (/[\w$.`]*$/.exec(before)?.[0] ?? "").split(".").slice(0, -1);
  return path.at(-1) === "properties" ? ownerOf(path.at(-2), sql, tables) : null;
}

function ownerOf(owner: string | undefined, sql: string, tables: Vocabulary["tables"]): "event" | "person" {
  const ofPerson =
    owner === "person" ||
    aliases(sql, tables).get(owner ?? "") === "persons" ||
    (owner === undefined && /\bfrom\s+persons\b/i.test(sql));
  return ofPerson ? "person" : "event";
}

/** Suggestions at the end of `before`, the text up to the cursor; `sql` is the whole text. */
export function suggest(before: string, sql: string, words: Vocabulary): Suggestions | null {
  const typed = /[\w$.`]*$/.exec(before)?.[0] ?? "";
  const dot = typed.lastIndexOf(".");
  const from = before.length - (typed.length - dot - 1);
  if (dot >= 0) {
    const path = typed.slice(0, dot).split(".");
    const options = afterDot(path, sql, words);
    return options.length > 0 ? { from, options } : null;
  }
  if (typed === "" || /^\d/.test(typed)) return null;
  const afterFrom = /\b(from|join)\s+$/i.test(before.slice(0, from));
  const tables = [...Object.keys(words.tables), ...cteNames(sql)].map(
    (label): Suggestion => ({ label, kind: "class" }),
  );
  if (afterFrom) return { from, options: tables };
  const used = [...new Set(aliases(sql, words.tables).values())].filter((table) =>
    new RegExp(`\\b${table}\\b`, "i").test(sql),
  );
  const columns = new Set(
    (used.length > 0 ? used : ["events"]).flatMap((table) => words.tables[table] ?? []),
  );
  return {
    from,
    options: [
      ...[...columns].map((label): Suggestion => ({ label, kind: "property" })),
      ...words.functions.map((label): Suggestion => ({ label, kind: "function", apply: `${label}(` })),
      ...tables,
    ],
  };
}

function afterDot(path: readonly string[], sql: string, words: Vocabulary): Suggestion[] {
  const names = (list: readonly string[]) =>
    list.map(
      (label): Suggestion => ({
        label,
        kind: "property",
        ...(PLAIN.test(label) ? {} : { apply: quoted(label) }),
      }),
    );
  const last = path.at(-1) ?? "";
  const owner = path.at(-2);
  if (last === "properties") {
    const ofPerson = ownerOf(owner, sql, words.tables) === "person";
    return names(ofPerson ? words.personProperties : words.eventProperties);
  }
  if (last === "person") return names(["properties", "id", "created_at"]);
  const table =
    aliases(sql, words.tables).get(last) ??
    (last === "session" ? "sessions" : last === "pdi" ? "person_distinct_ids" : undefined);
  return table ? names(words.tables[table] ?? []) : [];
}
