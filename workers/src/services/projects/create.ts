import type { Executor } from "@edgewise/db/mysql/client.ts";
import { bumpConfigVersion } from "@edgewise/db/mysql/repos/config-versions.ts";
import { insertEnvironment, insertProject, insertToken } from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../../deps.ts";
import { randomKey } from "../../http/hash.ts";
import { recordActivity } from "../activity/record.ts";
import { pushOrLeaveToJob } from "../config/push-snapshot.ts";
import { blankEnvironment, insertNewEnvironment } from "../environments/insert.ts";
import { requireZone } from "./zone.ts";

export interface NewProject {
  readonly organizationId: string;
  readonly userId: string | null;
  readonly name: string;
  readonly timezone?: string;
  /** A token kept by the caller (first project of one machine); made here otherwise. */
  readonly token?: string;
}

/** Writes a project, its environments (the default one has its number) and their tokens, in the caller's transaction. */
export async function insertNewProject(input: NewProject, tx: Executor, deps: Deps): Promise<number> {
  const now = deps.now();
  const { organizationId, name, userId } = input;
  const stamps = { createdAt: now, updatedAt: now };
  const id = await insertEnvironment(tx, {
    ...blankEnvironment({ organizationId, projectId: 0, name: "Production" }, deps),
    isDefault: true,
  });
  const timezone = input.timezone ?? "UTC";
  await insertProject(tx, {
    id,
    uuid: deps.newId(),
    organizationId,
    name,
    timezone,
    settings: {},
    deletedAt: null,
    eraseAt: null,
    erasedAt: null,
    ...stamps,
  });
  const token = input.token ?? randomKey("phc_");
  await insertToken(tx, { token, environmentId: id, createdAt: now, revokedAt: null });
  for (const stage of ["Staging", "Development"])
    await insertNewEnvironment({ organizationId, projectId: id, name: stage }, tx, deps);
  await bumpConfigVersion({ organizationId, projectId: id }, tx, now);
  const actor = { organizationId, projectId: id, userId };
  await recordActivity(actor, tx, deps, { scope: "Project", itemId: id, activity: "created", name });
  return id;
}

/** Creates a project and tells the edge. Returns its number. */
export async function createProject(input: NewProject, deps: Deps): Promise<number> {
  if (input.timezone !== undefined) requireZone(input.timezone);
  const projectId = await deps.db.transaction((tx) => insertNewProject(input, tx, deps));
  await pushOrLeaveToJob({ organizationId: input.organizationId, projectId }, deps);
  return projectId;
}
