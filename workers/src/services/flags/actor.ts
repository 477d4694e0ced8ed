import { type EnvironmentRow, listEnvironments } from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../../deps.ts";

/** Who changes flags, and where: a person's leave to work in an environment has all of it, so do jobs. */
export interface FlagActor {
  readonly userId: string | null;
  readonly organizationId: string;
  readonly projectId: number;
  readonly environmentId: number;
  readonly environment: EnvironmentRow;
}

/** The same person where flags have their common state: the project's default environment. */
export async function inDefault<A extends FlagActor>(actor: A, deps: Pick<Deps, "db">): Promise<A> {
  if (actor.environment.isDefault) return actor;
  const environment = (await listEnvironments(actor, deps.db)).find(({ isDefault }) => isDefault);
  return environment === undefined ? actor : { ...actor, environmentId: environment.id, environment };
}
