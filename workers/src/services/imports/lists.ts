import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { calculateCohort } from "../cohorts/calculate.ts";
import { addToList } from "../cohorts/static-list.ts";
import { readFile, readManifest } from "./run.ts";

/** Distinct IDs in one call. */
const PAGE = 5_000;

/** Puts who was on the lists of an export's static cohorts on those made here, by cohort number there → here. */
export async function importLists(
  access: ProjectAccess,
  folder: string,
  cohorts: ReadonlyMap<number, number>,
  deps: RegionDeps,
): Promise<number> {
  const manifest = await readManifest(folder, deps);
  let listed = 0;
  for (const file of manifest.files.filter(({ table }) => table === "cohort_lists")) {
    const rows = await readFile(folder, file, manifest, deps);
    for (const [from, members] of Map.groupBy(rows, ({ cohort_id: id }) => Number(id))) {
      const to = cohorts.get(from);
      if (to === undefined) continue;
      const values = members.map(({ distinct_id: id }) => String(id));
      for (let at = 0; at < values.length; at += PAGE) {
        const page = values.slice(at, at + PAGE);
        listed += await addToList(access, to, { kind: "ids", by: "distinct_id", values: page }, deps);
      }
    }
  }
  if (listed > 0) for (const id of cohorts.values()) await calculateCohort(access, id, deps);
  return listed;
}
