import type { JsonObject } from "@edgewise/core/events/types.ts";
import { isPublicKind } from "@edgewise/core/sharing/public-query.ts";
import { deleteSharedLink, insertSharing } from "@edgewise/db/mysql/repos/sharing.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { randomToken } from "../../http/hash.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import { checkQuery } from "../insights/check-query.ts";
import { inRegionOf } from "../regions/in-region.ts";
import type { SharedLinkBody } from "./body.ts";
import { signLink } from "./signed-link.ts";

const HOUR_MS = 3_600_000;

export interface NewLink {
  readonly id: number;
  readonly token: string;
  readonly expiresAt: Date;
}

/** A link that shows a query's answer to whoever has it, saved or not, until it ends. */
export async function createSharedLink(
  access: ProjectAccess,
  body: SharedLinkBody,
  deps: Deps,
): Promise<NewLink> {
  const query = body.query as JsonObject;
  if (!isPublicKind(query)) {
    throw invalid("query", "This query lists people or events; only numbers and charts can be shared.");
  }
  await checkQuery(access, query, await inRegionOf(access, deps));
  const now = deps.now();
  const secret = randomToken();
  const token = await signLink(secret, deps.config.authSecret);
  const expiresAt = new Date(now.getTime() + body.expires_in_hours * HOUR_MS);
  return await commitLogged(access, deps, async (tx) => {
    const id = await insertSharing(access, tx, {
      dashboardId: null,
      insightId: null,
      recordingId: null,
      query,
      name: body.name ?? null,
      enabled: true,
      accessToken: secret,
      settings: {},
      passwordRequired: false,
      expiresAt,
      createdBy: access.userId,
      createdAt: now,
      updatedAt: now,
    });
    const entries = [{ scope: "SharedLink", itemId: id, activity: "created", name: body.name ?? null }];
    return { result: { id, token, expiresAt }, entries };
  });
}

/** Ends a link before its time. Throws 404. */
export async function revokeSharedLink(access: ProjectAccess, id: number, deps: Deps): Promise<void> {
  await commitLogged(access, deps, async (tx) => {
    if (!(await deleteSharedLink(access, tx, id))) throw notFound();
    return { result: undefined, entries: [{ scope: "SharedLink", itemId: id, activity: "deleted" }] };
  });
}
