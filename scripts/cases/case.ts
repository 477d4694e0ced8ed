/** One checked case. `got` has the shape of `expected`. */
export interface CaseResult {
  readonly id: string;
  readonly pass: boolean;
  readonly got: unknown;
  readonly expected: unknown;
}

export interface CaseOptions {
  /** Path of the credentials file of a running instance; kinds that need one start their own without it. */
  readonly creds?: string;
}

/** A kind of case file. `file` is the parsed JSON of one file of that kind. */
export interface CaseKind {
  readonly run: (
    file: unknown,
    fileName: string,
    options: CaseOptions,
  ) => AsyncIterable<CaseResult> | Iterable<CaseResult> | Promise<Iterable<CaseResult>>;
}

/** Same JSON: key order does not matter, NaN never equals. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => sameJson(left[key], right[key]));
}

export function result(id: string, got: unknown, expected: unknown): CaseResult {
  return { id, pass: sameJson(got, expected), got, expected };
}

/** The `cases` array of a file, or a clear error that names the file. */
export function casesOf<T>(file: unknown, fileName: string, field = "cases"): readonly T[] {
  const cases = (file as Record<string, unknown> | null)?.[field];
  if (!Array.isArray(cases))
    throw new Error(`${fileName} has no "${field}" array: is it a file of this kind?`);
  return cases as T[];
}
