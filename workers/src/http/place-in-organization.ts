import { rulesFor } from "@edgewise/db/mysql/repos/access-controls.ts";
import { findEnvironment } from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../deps.ts";
import type { ProjectAccess } from "./authorize.ts";
import { notFound } from "./errors.ts";

type Insider = Pick<ProjectAccess, "principal" | "userId" | "role" | "organizationId">;

/** Leave of somebody who is in to work in another project of the organization; throws 404 for any other number. */
export async function placeInOrganization<A extends Insider>(access: A, number: number, deps: Deps) {
  const found = await findEnvironment(number, deps.db);
  if (found?.project.organizationId !== access.organizationId)
    throw notFound(`There is no project ${number}.`);
  const { environment, project } = found;
  const ids = { projectId: project.id, environmentId: environment.id };
  const rules = access.userId === null ? [] : await rulesFor(project.id, deps.db, access.userId);
  return { ...access, ...ids, project, environment, rules };
}
