import { findExperiment } from "@edgewise/db/mysql/repos/experiments.ts";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { presentExperiments } from "./present.ts";

/** One experiment as the API shows it; a deleted one only when asked for. Throws 404. */
export async function loadExperiment(
  access: ProjectAccess,
  id: number,
  deps: Deps,
  { deleted = false } = {},
) {
  const row = await findExperiment(access, deps.db, id);
  if (!row || (row.deleted && !deleted)) throw notFound();
  const [shown] = await presentExperiments(access, [row], deps);
  if (!shown) throw notFound();
  return shown;
}
