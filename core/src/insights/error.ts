import type { Result } from "../sql/result.ts";

/** Why a query can't be answered as asked: becomes a 400 of the public API. */
export interface InsightError {
  readonly code: string;
  /** What is wrong, where, and how to mend it. */
  readonly message: string;
  /** Path of the faulty field joined with `__`, null when it is not one field. */
  readonly attr: string | null;
}

export type InsightResult<T> = Result<T, InsightError>;

/** A failed result; `code` defaults to the public API's generic one. */
export function insightError(message: string, attr: string | null = null, code = "invalid_input") {
  return { ok: false, error: { code, message, attr } } as const satisfies InsightResult<never>;
}
