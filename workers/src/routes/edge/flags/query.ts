/** The part of a URL that flag routes read. */
export interface Query {
  readonly search: string;
  readonly searchParams: { get(name: string): string | null };
}

/** What SDKs send needs no decoding; anything else is left to the platform. */
const SIMPLE = /^\?[\w.~&=-]*$/;

/**
 * The query of an absolute URL, without parsing the rest of it. Objects of the platform cost more than evaluating a
 * few flags, so simple queries are read right here.
 */
export function queryOf(url: string): Query {
  const at = url.indexOf("?");
  const search = at < 0 ? "" : url.slice(at);
  if (search !== "" && !SIMPLE.test(search)) return { search, searchParams: new URLSearchParams(search) };
  return { search, searchParams: { get: (name) => readSimple(search, name) } };
}

function readSimple(search: string, name: string): string | null {
  for (const pair of search.slice(1).split("&")) {
    if (pair === name) return "";
    if (pair.startsWith(name) && pair[name.length] === "=") return pair.slice(name.length + 1);
  }
  return null;
}
