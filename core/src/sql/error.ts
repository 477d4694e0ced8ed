import type { Span } from "./ast.ts";

/** Why a query can't be compiled. `message` is for the person who wrote it: what, where, and the way out. */
export interface SqlError {
  readonly code:
    | "syntax"
    | "unsupported"
    | "unknown_table"
    | "unknown_field"
    | "unknown_function"
    | "invalid_arguments"
    | "unresolved_placeholder"
    | "not_available"
    | "too_complex";
  readonly message: string;
  /** Position in the query's text, for the editor. */
  readonly span?: Span;
  /** A replacement of the span that would mend it. */
  readonly fix?: string;
}

/** Carries an {@link SqlError} up the recursive compiler; never leaves `core/sql`'s entry points. */
export class SqlProblem extends Error {
  readonly error: SqlError;
  constructor(code: SqlError["code"], message: string, span?: Span, fix?: string) {
    super(message);
    this.error = { code, message, ...(span ? { span } : {}), ...(fix === undefined ? {} : { fix }) };
  }
}
