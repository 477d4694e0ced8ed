import { DurableObject } from "cloudflare:workers";
import type { ProjectSnapshot } from "@edgewise/core/flags/snapshot.ts";
import type { EdgeEnv } from "../env.ts";

/** Strongly consistent home of a project's snapshot (`project:<id>`) and of the token directory (`tokens`). */
export class ConfigObject extends DurableObject<EdgeEnv> {
  /** The snapshot if its version is above `since`, else null. */
  async snapshotSince(since: number): Promise<ProjectSnapshot | null> {
    const snapshot = await this.ctx.storage.get<ProjectSnapshot>("snapshot");
    return snapshot && snapshot.version > since ? snapshot : null;
  }
}
