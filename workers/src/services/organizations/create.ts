import type { Executor } from "@edgewise/db/mysql/client.ts";
import { insertMembership, insertOrganization } from "@edgewise/db/mysql/repos/organizations.ts";
import { updateUser } from "@edgewise/db/mysql/repos/users.ts";
import type { Deps } from "../../deps.ts";
import { invalid } from "../../http/errors.ts";
import { regionNames } from "../../regions/regions.ts";
import { recordActivity } from "../activity/record.ts";

/** Writes an organisation with `userId` as its owner, in the caller's transaction. Returns its id. */
export async function insertNewOrganization(
  input: { userId: string; name: string; region?: string | undefined },
  tx: Executor,
  deps: Deps,
): Promise<string> {
  const now = deps.now();
  const id = deps.newId();
  const stamps = { createdAt: now, updatedAt: now };
  const { name, userId } = input;
  const alive = { deletedAt: null, eraseAt: null, erasedAt: null };
  await insertOrganization(tx, {
    id,
    name,
    slug: slugOf(name, id),
    settings: {},
    region: requireRegion(input.region, deps),
    ...stamps,
    ...alive,
  });
  await insertMembership(tx, { id: deps.newId(), organizationId: id, userId, role: "owner", ...stamps });
  await updateUser(userId, tx, { currentOrganizationId: id, currentEnvironmentId: null }, now);
  const actor = { organizationId: id, projectId: null, userId };
  await recordActivity(actor, tx, deps, { scope: "Organization", itemId: id, activity: "created", name });
  return id;
}

/** The region that a new organisation's data is to live in, by name; the deployment's own when none is named. Throws 400. */
export function requireRegion(name: string | undefined, deps: Deps): string {
  const names = regionNames(deps.env);
  if (name === undefined || name === "") return names[0] ?? "";
  if (names.includes(name)) return name;
  const known = names.length === 0 ? "this deployment has one region" : `use ${names.join(" or ")}`;
  throw invalid("region", `There is no region "${name}": ${known}.`);
}

/** Readable part of the name, and random digits of the id that make it unique. */
export function slugOf(name: string, id: string): string {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  return `${words || "org"}-${id.slice(-8)}`;
}
