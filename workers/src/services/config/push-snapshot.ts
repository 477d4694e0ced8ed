import { markPushed } from "@edgewise/db/mysql/repos/config-versions.ts";
import type { ProjectTenant } from "@edgewise/db/mysql/tenant.ts";
import type { Deps } from "../../deps.ts";
import { inRegionOf } from "../regions/in-region.ts";
import { buildSnapshot } from "./build-snapshot.ts";

/**
 * Brings the newest configuration to the edge: snapshot, then the token directory. Throws when the object does not
 * answer; the version then stays unpushed and the job tries again.
 */
export async function pushSnapshot(tenant: ProjectTenant, deps: Deps): Promise<void> {
  const regional = await inRegionOf(tenant, deps);
  const snapshot = await buildSnapshot(tenant, regional);
  if (!snapshot) return;
  const { version } = await regional.configOf(tenant.projectId).putSnapshot(snapshot);
  const entries = snapshot.environments.flatMap((environment) =>
    environment.tokens.map((token) => ({
      token,
      projectId: tenant.projectId,
      environmentId: environment.id,
      region: regional.region,
    })),
  );
  await deps.tokenDirectory().putTokens(entries);
  await markPushed(tenant, deps.db, Math.min(version, snapshot.version));
}

/** The same after a committed write: a push that fails costs the caller nothing, the job repeats it. */
export async function pushOrLeaveToJob(tenant: ProjectTenant, deps: Deps): Promise<void> {
  await pushSnapshot(tenant, deps).catch((error) => {
    console.error(
      JSON.stringify({ job: "push-snapshot", projectId: tenant.projectId, error: String(error) }),
    );
  });
}

/**
 * Makes the edge forget tokens that were taken back. When it can't be reached nothing is lost: a token also has to be in
 * the snapshot, which no longer has it.
 */
export async function forgetTokens(tokens: readonly string[], deps: Deps): Promise<void> {
  const answers = await Promise.allSettled(tokens.map((token) => deps.tokenDirectory().removeToken(token)));
  for (const answer of answers) {
    if (answer.status === "rejected")
      console.error(JSON.stringify({ job: "forget-token", error: String(answer.reason) }));
  }
}
