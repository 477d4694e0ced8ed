import { dueOrganizations, dueProjects } from "@edgewise/db/mysql/repos/removal.ts";
import type { Deps } from "../deps.ts";
import { inRegionOf } from "../services/regions/in-region.ts";
import { eraseOrganization, eraseProject } from "../services/removal/erase.ts";

const PER_RUN = 5;

/** Erases projects and organisations whose grace is over; one that fails is tried again a minute later. */
export async function eraseDeleted(deps: Deps): Promise<{ erased: number; failed: number }> {
  let [erased, failed] = [0, 0];
  const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
      erased++;
    } catch (error) {
      failed++;
      console.error(JSON.stringify({ job: "erase-deleted", what, error: String(error) }));
    }
  };
  for (const project of await dueProjects(deps.db, deps.now(), PER_RUN))
    await attempt(`project ${project.id}`, async () =>
      eraseProject(project, await inRegionOf(project, deps)),
    );
  for (const organization of await dueOrganizations(deps.db, deps.now(), PER_RUN))
    await attempt(`organization ${organization.id}`, () => eraseOrganization(organization, deps));
  return { erased, failed };
}
