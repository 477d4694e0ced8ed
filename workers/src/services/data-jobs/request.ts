import type { JsonObject } from "@edgewise/core/events/types.ts";
import { type DataJobRow, insertDataJob } from "@edgewise/db/mysql/repos/data-jobs.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import { runDataJob } from "./run.ts";

const SCOPES: Readonly<Record<DataJobRow["kind"], string>> = {
  deletion: "DataDeletion",
  export: "DataExport",
  import: "DataImport",
  restore: "DataRestore",
  archive: "Billing",
};

type Requester = Pick<ProjectAccess, "organizationId" | "projectId" | "environmentId" | "userId">;

/** A job that nobody has begun. */
export function queuedJob(
  access: Requester,
  kind: DataJobRow["kind"],
  params: JsonObject,
  deps: Pick<RegionDeps, "now" | "newId">,
): DataJobRow {
  const now = deps.now();
  return {
    id: deps.newId(),
    organizationId: access.organizationId,
    projectId: access.projectId,
    environmentId: access.environmentId,
    kind,
    state: "queued",
    params,
    progress: {},
    error: null,
    attempts: 0,
    requestedBy: access.userId,
    requestedAt: now,
    beatAt: null,
    dueAt: now,
    finishedAt: null,
    expiresAt: null,
  };
}

/** Writes a job down, with its audit entry; {@link runSoon} begins it. */
export async function requestDataJob(
  access: ProjectAccess,
  kind: DataJobRow["kind"],
  params: JsonObject,
  name: string,
  deps: RegionDeps,
): Promise<DataJobRow> {
  const row = queuedJob(access, kind, params, deps);
  await commitLogged(access, deps, async (tx) => {
    await insertDataJob(tx, row);
    const changes = [
      { type: SCOPES[kind], action: "created" as const, field: "params", before: null, after: params },
    ];
    return {
      result: undefined,
      entries: [{ scope: SCOPES[kind], itemId: row.id, activity: "created", name, changes }],
    };
  });
  return row;
}

/** Begins a job behind the answer; what doesn't end here is left to the minute job. */
export function runSoon(
  background: Pick<ExecutionContext, "waitUntil">,
  row: DataJobRow,
  deps: RegionDeps,
): void {
  background.waitUntil(
    runDataJob(row, deps).catch((error: unknown) => {
      console.error(JSON.stringify({ job: `data-${row.kind}`, id: row.id, error: String(error) }));
    }),
  );
}
