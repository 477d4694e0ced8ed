import { findInsight, type InsightRow } from "@edgewise/db/mysql/repos/insights.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { notFound } from "../../http/errors.ts";

/** What a path names: digits are a number, anything else a short id. */
export const insightId = (given: string): number | string =>
  /^\d{1,9}$/.test(given) ? Number(given) : given;

/** The live insight that a path names. Throws 404. */
export async function requireInsight(access: ProjectAccess, given: string, deps: Deps): Promise<InsightRow> {
  const row = await findInsight(access, deps.db, insightId(given));
  if (!row || row.deleted) throw notFound();
  return row;
}
