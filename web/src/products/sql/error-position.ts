import { ApiError } from "../../lib/api/error.ts";

/** Where a query is wrong: offsets into its text. */
export interface ErrorPosition {
  readonly from: number;
  readonly to: number;
}

/**
 * Position of a refused query: from `extra` (`{start, end}` or `{line, column}`), else from the words
 * "line 1, column 15" of the message, else null.
 */
export function errorPosition(error: unknown, sql: string): ErrorPosition | null {
  if (!(error instanceof ApiError)) return null;
  const extra =
    typeof error.extra === "object" && error.extra !== null ? (error.extra as Record<string, unknown>) : {};
  if (typeof extra.start === "number") {
    const end = typeof extra.end === "number" ? extra.end : extra.start + 1;
    return clamp(extra.start, end, sql.length);
  }
  const words = /line (\d+)[,:]? ?col(?:umn)? (\d+)/i.exec(error.message);
  const line = typeof extra.line === "number" ? extra.line : Number(words?.[1]);
  const column = typeof extra.column === "number" ? extra.column : Number(words?.[2]);
  if (!Number.isFinite(line) || !Number.isFinite(column)) return null;
  const lines = sql.split("\n");
  const start =
    lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + Math.max(column - 1, 0);
  const word = /^[\w$.`]+/.exec(sql.slice(start))?.[0].length ?? 1;
  return clamp(start, start + word, sql.length);
}

/** The text that the API would put in place of the mistake; null when it has no idea. */
export function errorFix(error: unknown): string | null {
  if (!(error instanceof ApiError) || typeof error.extra !== "object" || error.extra === null) return null;
  const fix = (error.extra as Record<string, unknown>).fix;
  return typeof fix === "string" && fix !== "" ? fix : null;
}

function clamp(from: number, to: number, length: number): ErrorPosition {
  const start = Math.min(Math.max(from, 0), Math.max(length - 1, 0));
  return { from: start, to: Math.min(Math.max(to, start + 1), length) };
}
