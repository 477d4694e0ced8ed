import { type FlagRow, findFlag, findFlagByKey } from "@edgewise/db/mysql/repos/flags.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { notFound } from "../../http/errors.ts";

/** A flag by number (deleted ones too, as programs check for `deleted`) or by key. Throws 404. */
export async function requireFlag(access: ProjectAccess, numberOrKey: string, deps: Deps): Promise<FlagRow> {
  const byNumber = /^\d{1,10}$/.test(numberOrKey)
    ? await findFlag(access, deps.db, Number(numberOrKey))
    : null;
  const row = byNumber ?? (await findFlagByKey(access, deps.db, numberOrKey));
  if (!row) throw notFound();
  return row;
}
