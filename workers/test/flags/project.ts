import { createHash } from "node:crypto";
import type { EnvironmentSnapshot, ProjectSnapshot } from "@edgewise/core/flags/snapshot.ts";
import type { FlagCondition, FlagDefinition } from "@edgewise/core/flags/types.ts";
import type { TestWorkers } from "../harness.ts";

export const TOKEN = "phc_flagstestflagstestflagstest";
export const SECRET = "phs_flagstestflagstestflagstest";

let nextId = 1;

export function flag(
  key: string,
  groups: readonly FlagCondition[] = [{ rollout_percentage: 100 }],
  more: Partial<FlagDefinition> = {},
): FlagDefinition {
  const filters = { groups, ...more.filters };
  return { id: nextId++, key, name: key, active: true, version: 1, ...more, filters };
}

export function environment(more: Partial<EnvironmentSnapshot> = {}): EnvironmentSnapshot {
  const secretKeyHashes = [createHash("sha256").update(SECRET).digest("hex")];
  return {
    id: 1,
    name: "production",
    tokens: [TOKEN],
    secretKeyHashes,
    settings: {},
    overLimit: [],
    ...more,
  };
}

export function snapshot(more: Partial<ProjectSnapshot> = {}): ProjectSnapshot {
  return {
    version: 1,
    projectId: 1,
    organizationId: "00000000-0000-7000-8000-000000000000",
    timezone: "UTC",
    environments: [environment()],
    flags: [],
    cohorts: [],
    groupTypes: {},
    ...more,
  };
}

/** Brings a snapshot to the edge as the API Worker does. */
export async function publish(workers: TestWorkers, project: ProjectSnapshot): Promise<void> {
  await workers.call("CONFIG", `project:${project.projectId}`, "putSnapshot", project);
  const entries = project.environments.flatMap(({ id, tokens }) =>
    tokens.map((token) => ({ token, projectId: project.projectId, environmentId: id })),
  );
  await workers.call("CONFIG", "tokens", "putTokens", entries);
}
