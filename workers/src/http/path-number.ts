import { notFound } from "./errors.ts";

/** The number of an object in a path; other text names nothing. Throws 404. */
export function pathNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw notFound();
  return Number(text);
}
