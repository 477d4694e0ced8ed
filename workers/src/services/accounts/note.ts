import { organizationsOfUser } from "@edgewise/db/mysql/repos/organizations.ts";
import { findUser } from "@edgewise/db/mysql/repos/users.ts";
import type { Deps } from "../../deps.ts";
import { type Entry, recordActivity } from "../activity/record.ts";

/** Puts what a person did to their account into the audit log of every organisation they belong to. */
export async function noteForUser(
  userId: string,
  entry: Pick<Entry, "activity" | "changes" | "name"> & Partial<Pick<Entry, "scope" | "itemId">>,
  deps: Deps,
): Promise<void> {
  const [user, organizations] = await Promise.all([
    findUser(userId, deps.db),
    organizationsOfUser(userId, deps.db),
  ]);
  for (const { organization } of organizations) {
    const actor = { organizationId: organization.id, projectId: null, userId };
    const { scope = "User", itemId = userId, activity, changes } = entry;
    const name = entry.name ?? user?.email ?? null;
    await recordActivity(actor, deps.db, deps, {
      scope,
      itemId,
      activity,
      name,
      ...(changes ? { changes } : {}),
    });
  }
}
