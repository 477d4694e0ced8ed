import {
  findEnvironment,
  insertToken,
  revokeTokens,
  updateEnvironment,
  updateProject,
} from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { notFound } from "../../http/errors.ts";
import { randomKey } from "../../http/hash.ts";
import { changesBetween } from "../activity/record.ts";
import { commitConfig } from "../config/commit.ts";
import { forgetTokens } from "../config/push-snapshot.ts";
import { splitSettings } from "./settings.ts";
import { requireZone } from "./zone.ts";

export interface ProjectChange {
  readonly name?: string;
  readonly timezone?: string;
  readonly [setting: string]: unknown;
}

/** Changes name, zone and settings; each setting goes to its owner, the project or the environment. */
export async function changeProject(access: ProjectAccess, change: ProjectChange, deps: Deps): Promise<void> {
  if (change.timezone !== undefined) requireZone(change.timezone);
  const { name, timezone } = change;
  const basics = Object.fromEntries(
    Object.entries({ name, timezone }).filter(([, value]) => value !== undefined),
  ) as { name?: string; timezone?: string };
  const given = splitSettings(change);
  await commitConfig(access, deps, async (tx) => {
    // Read again under the lock that the version takes: parallel changes of different fields are both kept.
    const found = await findEnvironment(access.environmentId, tx);
    if (!found) throw notFound("Project not found.");
    const { project, environment } = found;
    const before = {
      name: project.name,
      timezone: project.timezone,
      ...project.settings,
      ...environment.settings,
    };
    const changes = changesBetween("Project", before, {
      ...before,
      ...basics,
      ...given.project,
      ...given.environment,
    });
    if (changes.length === 0) return { result: undefined, entries: [] };
    const now = deps.now();
    await updateProject(access, tx, { ...basics, settings: { ...project.settings, ...given.project } }, now);
    const settings = { ...environment.settings, ...given.environment };
    await updateEnvironment(access, tx, environment.id, { settings }, now);
    const entry = { scope: "Project", itemId: project.id, activity: "updated", name: project.name, changes };
    return { result: undefined, entries: [entry] };
  });
}

/** Gives the environment a new token; the old ones stop working at once. */
export async function resetToken(access: ProjectAccess, deps: Deps): Promise<string> {
  const token = randomKey("phc_");
  const revoked = await commitConfig(access, deps, async (tx) => {
    const now = deps.now();
    const old = await revokeTokens([access.environmentId], tx, now);
    await insertToken(tx, { token, environmentId: access.environmentId, createdAt: now, revokedAt: null });
    const name = access.project.name;
    return {
      result: old,
      entries: [{ scope: "Project", itemId: access.projectId, activity: "reset_token", name }],
    };
  });
  await forgetTokens(revoked, deps);
  return token;
}
