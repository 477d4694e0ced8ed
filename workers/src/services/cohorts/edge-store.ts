import { listEdgeIds, setEdgeIds } from "@edgewise/db/mysql/repos/cohort-states.ts";
import type { EnvironmentTenant, ProjectTenant } from "@edgewise/db/mysql/tenant.ts";
import type { RegionDeps } from "../../deps.ts";

type Place = Pick<RegionDeps, "db" | "files" | "region">;

/** Distinct IDs of a cohort's members in an environment, as flags read them. */
export interface EdgeList {
  readonly cohortId: number;
  readonly environmentId: number;
  readonly ids: readonly string[];
}

export const EDGE_LIST_PREFIX = "edge-lists/";

const keyOf = (environmentId: number, cohortId: number): string =>
  `${EDGE_LIST_PREFIX}${environmentId}/${cohortId}.json`;

/** Where a region has its own storage, its lists lie there: MySQL, which all regions share, only knows that there is one. */
const storageOf = ({ region, files }: Place): R2Bucket | null => (region === "" ? null : files);

/** The lists of a project's cohorts that have one, in all of its environments. */
export async function readEdgeLists(tenant: ProjectTenant, deps: Place): Promise<readonly EdgeList[]> {
  const lists = await listEdgeIds(tenant, deps.db);
  const storage = storageOf(deps);
  if (!storage) return lists;
  return await Promise.all(
    lists.map(async ({ cohortId, environmentId }) => {
      const object = await storage.get(keyOf(environmentId, cohortId));
      return { cohortId, environmentId, ids: object ? await object.json<string[]>() : [] };
    }),
  );
}

/** The list of one cohort; null = it has none. */
export async function readEdgeList(
  tenant: EnvironmentTenant,
  cohortId: number,
  deps: Place,
): Promise<readonly string[] | null> {
  const lists = await readEdgeLists(tenant, deps);
  const own = (list: EdgeList) => list.cohortId === cohortId && list.environmentId === tenant.environmentId;
  return lists.find(own)?.ids ?? null;
}

/** Writes the distinct IDs that flags ask for; null = too many. */
export async function writeEdgeList(
  tenant: EnvironmentTenant,
  cohortId: number,
  ids: string[] | null,
  deps: Place,
): Promise<void> {
  const storage = storageOf(deps);
  if (!storage) return await setEdgeIds(tenant, deps.db, cohortId, ids);
  const key = keyOf(tenant.environmentId, cohortId);
  await (ids === null ? storage.delete(key) : storage.put(key, JSON.stringify(ids)));
  await setEdgeIds(tenant, deps.db, cohortId, ids && []);
}
