/** The part of a URL that flag routes read. */
export interface Query {
  readonly search: string;
  readonly searchParams: URLSearchParams;
}

/** The query of an absolute URL, without parsing the rest of it (which costs more than evaluating ten flags). */
export function queryOf(url: string): Query {
  const at = url.indexOf("?");
  const search = at < 0 ? "" : url.slice(at);
  return { search, searchParams: new URLSearchParams(search) };
}
