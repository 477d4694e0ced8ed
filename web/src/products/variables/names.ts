import { bareSql } from "../sql/placeholders.ts";

const VARIABLE = /\{\s*variables\.(\w+)\s*\}/g;

/** Variables that SQL names as `{variables.code_name}`; each once, in the order of the text. */
export function variablesOf(sql: string): string[] {
  return [...new Set([...bareSql(sql).matchAll(VARIABLE)].map(([, name]) => name ?? ""))];
}

/** Variables of a query of any kind: of the SQL in it. */
export function variablesOfQuery(query: unknown): string[] {
  if (typeof query !== "object" || query === null) return [];
  const { kind, query: text } = query as { kind?: unknown; query?: unknown };
  const own = kind === "HogQLQuery" && typeof text === "string" ? variablesOf(text) : [];
  return [...new Set([...own, ...Object.values(query).flatMap(variablesOfQuery)])];
}
