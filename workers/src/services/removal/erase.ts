import { ENVIRONMENT_TABLES, rowsOfEnvironment } from "@edgewise/core/sql/erase-environment.ts";
import type { OrganizationRow } from "@edgewise/db/mysql/repos/organizations.ts";
import type { ProjectRow } from "@edgewise/db/mysql/repos/projects.ts";
import {
  eraseOrganizationRows,
  eraseProjectRows,
  everyEnvironment,
} from "@edgewise/db/mysql/repos/removal.ts";
import type { Deps, RegionDeps } from "../../deps.ts";
import { recordActivity } from "../activity/record.ts";
import { settleLast } from "../billing/payments/end-account.ts";
import { ENVIRONMENT_FOLDERS } from "../erase/folders.ts";
import { eraseTable } from "../erase/rows.ts";
import { deleteBelow } from "../erase/stored-files.ts";

const trigger = (id: string | number) =>
  ({ job_type: "erase_deleted", job_id: String(id), payload: {} }) as const;

/** Erases all data of a project whose grace is over: warehouse, partitions, object storage, then its rows. Repeatable. */
export async function eraseProject(project: ProjectRow, deps: RegionDeps): Promise<void> {
  const tenant = { organizationId: project.organizationId, projectId: project.id };
  for (const { id } of await everyEnvironment(tenant, deps.db)) {
    for (const table of ENVIRONMENT_TABLES) await eraseTable(rowsOfEnvironment(table, id), deps);
    await deps.partitions.forgetEnvironment(id);
    if (deps.files) for (const prefix of ENVIRONMENT_FOLDERS) await deleteBelow(`${prefix}${id}/`, deps);
  }
  await deps.db.transaction(async (tx) => {
    await eraseProjectRows(tenant, tx, deps.now());
    const actor = { organizationId: project.organizationId, projectId: null, userId: null };
    const entry = { scope: "Project", itemId: project.id, activity: "erased", name: project.name };
    await recordActivity(actor, tx, deps, { ...entry, trigger: trigger(project.id) });
  });
}

/** Erases who belonged to an organisation whose grace is over; its projects went before. */
export async function eraseOrganization({ id, name }: OrganizationRow, deps: Deps): Promise<void> {
  // While its people can still be told.
  await settleLast({ organizationId: id }, deps);
  await deps.db.transaction(async (tx) => {
    await eraseOrganizationRows({ organizationId: id }, tx, deps.now());
    const actor = { organizationId: id, projectId: null, userId: null };
    const entry = { scope: "Organization", itemId: id, activity: "erased", name };
    await recordActivity(actor, tx, deps, { ...entry, trigger: trigger(id) });
  });
}
