import type { AccessRule } from "@edgewise/core/access/level.ts";
import { type EnvironmentRow, listEnvironments } from "@edgewise/db/mysql/repos/projects.ts";
import type { Role } from "@edgewise/db/mysql/schema/organizations.ts";
import type { Deps } from "../../deps.ts";

/** Who changes flags, and where: a person's leave to work in an environment has all of it, so do jobs. */
export interface FlagActor {
  readonly userId: string | null;
  readonly organizationId: string;
  readonly projectId: number;
  readonly environmentId: number;
  readonly environment: EnvironmentRow;
  /** Of a person: what they may do with single flags. */
  readonly role?: Role;
  readonly rules?: readonly AccessRule[];
}

/** The same person where flags have their common state: the project's default environment. */
export async function inDefault<A extends FlagActor>(actor: A, deps: Pick<Deps, "db">): Promise<A> {
  if (actor.environment.isDefault) return actor;
  const environment = (await listEnvironments(actor, deps.db)).find(({ isDefault }) => isDefault);
  return environment === undefined ? actor : { ...actor, environmentId: environment.id, environment };
}
