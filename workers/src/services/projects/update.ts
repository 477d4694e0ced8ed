import {
  insertToken,
  revokeTokens,
  updateEnvironment,
  updateProject,
} from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid } from "../../http/errors.ts";
import { randomKey } from "../../http/hash.ts";
import { changesBetween } from "../activity/record.ts";
import { commitConfig } from "../config/commit.ts";
import { forgetToken } from "../config/push-snapshot.ts";
import { splitSettings } from "./settings.ts";

export interface ProjectChange {
  readonly name?: string;
  readonly timezone?: string;
  readonly [setting: string]: unknown;
}

/** Changes name, zone and settings; each setting goes to its owner, the project or the environment. */
export async function changeProject(access: ProjectAccess, change: ProjectChange, deps: Deps): Promise<void> {
  if (change.timezone !== undefined) requireZone(change.timezone);
  const { project, environment } = access;
  const given = splitSettings(change);
  const basics = {
    ...(change.name === undefined ? {} : { name: change.name }),
    ...(change.timezone === undefined ? {} : { timezone: change.timezone }),
  };
  const before = {
    name: project.name,
    timezone: project.timezone,
    ...project.settings,
    ...environment.settings,
  };
  const after = { ...before, ...basics, ...given.project, ...given.environment };
  const changes = changesBetween("Project", before, after);
  if (changes.length === 0) return;
  await commitConfig(access, deps, async (tx) => {
    const now = deps.now();
    const projectSettings = { ...project.settings, ...given.project };
    await updateProject(access, tx, { ...basics, settings: projectSettings }, now);
    const settings = { ...environment.settings, ...given.environment };
    await updateEnvironment(access, tx, environment.id, { settings }, now);
    const entry = { scope: "Project", itemId: project.id, activity: "updated", name: project.name, changes };
    return { result: undefined, entries: [entry] };
  });
}

function requireZone(zone: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
  } catch {
    throw invalid("timezone", `"${zone}" is not an IANA time zone, e.g. "Europe/Berlin".`, "invalid_choice");
  }
}

/** Gives the environment a new token; the old ones stop working at once. */
export async function resetToken(access: ProjectAccess, deps: Deps): Promise<string> {
  const token = randomKey("phc_");
  const revoked = await commitConfig(access, deps, async (tx) => {
    const now = deps.now();
    const old = await revokeTokens(access.environmentId, tx, now);
    await insertToken(tx, { token, environmentId: access.environmentId, createdAt: now, revokedAt: null });
    const name = access.project.name;
    return {
      result: old,
      entries: [{ scope: "Project", itemId: access.projectId, activity: "reset_token", name }],
    };
  });
  await Promise.all(revoked.map((old) => forgetToken(old, deps)));
  return token;
}

/** Hides a project from everyone and stops its tokens. Its data stays until the retention job removes it. */
export async function deleteProject(access: ProjectAccess, deps: Deps): Promise<void> {
  const revoked = await commitConfig(access, deps, async (tx) => {
    const now = deps.now();
    const old = await revokeTokens(access.environmentId, tx, now);
    await updateProject(access, tx, { deletedAt: now }, now);
    const name = access.project.name;
    return {
      result: old,
      entries: [{ scope: "Project", itemId: access.projectId, activity: "deleted", name }],
    };
  });
  await Promise.all(revoked.map((old) => forgetToken(old, deps)));
}
