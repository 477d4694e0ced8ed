import {
  type EnvironmentRow,
  environmentsOf,
  listProjects,
  liveTokens,
  type ProjectRow,
} from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../../deps.ts";

/** An environment with its project and newest token: what the public API calls a team. */
export interface TeamInfo {
  readonly environment: EnvironmentRow;
  readonly project: ProjectRow;
  readonly token: string;
}

/** Every environment of some organisations, by number. */
export async function teamsOf(organizationIds: readonly string[], deps: Deps): Promise<TeamInfo[]> {
  const projects = await listProjects(organizationIds, deps.db);
  const byId = new Map(projects.map((project) => [project.id, project]));
  const environments = await environmentsOf([...byId.keys()], deps.db);
  return await withTokens(
    environments.map((environment) => ({ environment, project: byId.get(environment.projectId)! })),
    deps,
  );
}

/** Adds the newest token to environments. */
export async function withTokens(
  found: readonly { environment: EnvironmentRow; project: ProjectRow }[],
  deps: Deps,
): Promise<TeamInfo[]> {
  const tokens = await liveTokens(
    found.map(({ environment }) => environment.id),
    deps.db,
    deps.now(),
  );
  const newest = new Map<number, string>();
  for (const row of tokens) if (!newest.has(row.environmentId)) newest.set(row.environmentId, row.token);
  return found.map((team) => ({ ...team, token: newest.get(team.environment.id) ?? "" }));
}
