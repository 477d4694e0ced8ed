import { compare, constant, field, instant, select } from "@edgewise/core/sql/build.ts";
import { updateEnvironment } from "@edgewise/db/mysql/repos/projects.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { readRows } from "../warehouse/read.ts";

/** Whether the environment ever had an event. Asked of the warehouse until the first one came, remembered from then on. */
export async function hasEvents(access: ProjectAccess, deps: RegionDeps): Promise<boolean> {
  if (access.environment.ingestedEvent) return true;
  const query = select({
    select: [constant(1)],
    from: "events",
    where: compare(field("timestamp"), ">", instant(0)),
    limit: 1,
  });
  const rows = await readRows(access, query, deps).catch(() => []);
  if (rows.length === 0) return false;
  await updateEnvironment(access, deps.db, access.environmentId, { ingestedEvent: true }, deps.now());
  return true;
}
