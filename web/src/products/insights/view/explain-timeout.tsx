import { ApiError } from "@/lib/api/error";

/** What to do about a query that took too long or too much; null for other errors. */
export function explainTimeout(error: unknown): string | null {
  if (!(error instanceof ApiError) || ![503, 504, 512].includes(error.status)) return null;
  return "Shorten the date range, take a longer interval, or leave out a breakdown.";
}
