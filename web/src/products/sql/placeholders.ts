/** Strings, quoted names and comments: braces in them mean nothing. */
const OPAQUE = /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|--[^\n]*|\/\*[\s\S]*?\*\//g;
const NAME = /\{\s*([A-Za-z_]\w*)((?:\.\w+)*)\s*\}/g;

/** SQL with blanks in place of what is no code, each character at its place. */
export const bareSql = (sql: string): string => sql.replaceAll(OPAQUE, (text) => " ".repeat(text.length));

const names = (sql: string): string[] => [...bareSql(sql).matchAll(NAME)].map((match) => match[1] ?? "");

/** Names in braces that the reader fills: `{plan}`; each once, in the order of the text. */
export function placeholdersOf(sql: string): string[] {
  return [...new Set(names(sql))].filter((name) => name !== "filters" && name !== "variables");
}

/** True when the text takes a date range and filters: `{filters}`. */
export function usesFilters(sql: string): boolean {
  return names(sql).includes("filters");
}

/** What was typed as a value: a number, true, false or null where it reads as one, else text; quotes force text. */
export function toValue(typed: string): string | number | boolean | null {
  const text = typed.trim();
  const quoted = /^'([\s\S]*)'$/.exec(text);
  if (quoted) return quoted[1] ?? "";
  if (text === "true" || text === "false") return text === "true";
  if (text === "null") return null;
  if (/^-?\d+(\.\d+)?$/.test(text) && String(Number(text)) === text) return Number(text);
  return typed;
}
