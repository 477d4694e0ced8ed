import { isDuplicate } from "@edgewise/db/mysql/client.ts";
import { type DomainRow, findVerifiedDomain } from "@edgewise/db/mysql/repos/domains.ts";
import { findIdentityProviderById } from "@edgewise/db/mysql/repos/identity-providers.ts";
import { findMembership, insertMembership } from "@edgewise/db/mysql/repos/organizations.ts";
import { findUserByEmail, type UserRow, updateUser } from "@edgewise/db/mysql/repos/users.ts";
import { SSO_PREFIX } from "../../auth/policy.ts";
import type { Deps } from "../../deps.ts";
import { DEFAULT_ROLE } from "../access/levels.ts";
import { recordActivity } from "../activity/record.ts";
import { domainOf } from "./enforced.ts";

/** The verified domain of an address, when a provider is its organisation's: no other's word counts for it. */
export async function domainOfProvider(
  email: string,
  provider: string,
  deps: Deps,
): Promise<DomainRow | null> {
  const row = await findIdentityProviderById(provider.slice(SSO_PREFIX.length), deps.db);
  const domain = row && (await findVerifiedDomain(deps.db, domainOf(email)));
  return domain && domain.organizationId === row?.organizationId ? domain : null;
}

/** Whether a provider may let in an address: of its organisation's domain, and a member or welcome to become one. */
export async function mayJoinBySso(email: string, provider: string, deps: Deps): Promise<boolean> {
  const domain = await domainOfProvider(email, provider, deps);
  if (!domain) return false;
  if (domain.jitProvisioning) return true;
  const user = await findUserByEmail(email, deps.db);
  return user !== null && (await findMembership(domain, deps.db, user.id)) !== null;
}

/** Makes who came through a provider a member of its organisation, once. */
export async function joinBySso(user: UserRow, provider: string, deps: Deps): Promise<void> {
  const domain = await domainOfProvider(user.email, provider, deps);
  if (!domain?.jitProvisioning) return;
  const { organizationId } = domain;
  if (await findMembership(domain, deps.db, user.id)) return;
  const now = deps.now();
  const member = { id: deps.newId(), organizationId, userId: user.id, role: DEFAULT_ROLE };
  await deps.db.transaction(async (tx) => {
    try {
      await insertMembership(tx, { ...member, createdAt: now, updatedAt: now });
    } catch (error) {
      if (isDuplicate(error)) return;
      throw error;
    }
    await updateUser(user.id, tx, { currentOrganizationId: organizationId }, now);
    await recordActivity({ organizationId, projectId: null, userId: user.id }, tx, deps, {
      scope: "OrganizationMembership",
      itemId: user.id,
      activity: "created",
      name: user.email,
      trigger: { job_type: "single_sign_on", job_id: domain.id, payload: { domain: domain.domain } },
    });
  });
}
