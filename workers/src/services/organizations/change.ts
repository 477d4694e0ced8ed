import { findOrganization, updateOrganization } from "@edgewise/db/mysql/repos/organizations.ts";
import { hasPasskey } from "@edgewise/db/mysql/repos/second-factors.ts";
import type { Deps } from "../../deps.ts";
import type { OrganizationAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import type { OrganizationRules } from "../../http/rules.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import { changesBetween } from "../activity/record.ts";

/** Renames an organisation or changes its rules. Nobody locks themselves out: a second factor is asked of who has one. */
export async function changeOrganization(
  access: OrganizationAccess,
  { name, ...rules }: OrganizationRules & { readonly name?: string | undefined },
  deps: Deps,
): Promise<void> {
  const before = await findOrganization(access, deps.db);
  if (!before) throw notFound("Organization not found.");
  const { user } = access.principal;
  if (rules.enforce_2fa && !user.twoFactorEnabled && !(await hasPasskey(user.id, deps.db)))
    throw invalid("enforce_2fa", "Set up a second factor for your own account first.");
  const given = Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
  const after = { name: name ?? before.name, settings: { ...before.settings, ...given } };
  const changes = changesBetween(
    "Organization",
    { name: before.name, ...before.settings },
    { name: after.name, ...after.settings },
  );
  if (changes.length === 0) return;
  const actor = { organizationId: access.organizationId, projectId: null, userId: access.userId };
  await commitLogged(actor, deps, async (tx) => {
    await updateOrganization(access, tx, after, deps.now());
    const entry = { scope: "Organization", itemId: access.organizationId, activity: "updated", changes };
    return { result: undefined, entries: [{ ...entry, name: after.name }] };
  });
}
