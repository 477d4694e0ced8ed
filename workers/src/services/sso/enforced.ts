import { type DomainRow, findVerifiedDomain } from "@edgewise/db/mysql/repos/domains.ts";
import { findIdentityProvider } from "@edgewise/db/mysql/repos/identity-providers.ts";
import { findMembership } from "@edgewise/db/mysql/repos/organizations.ts";
import type { Deps } from "../../deps.ts";

/** The mail domain of an address, lower case. */
export const domainOf = (email: string): string => email.slice(email.lastIndexOf("@") + 1).toLowerCase();

/**
 * The domain whose people must come in by single sign-on, when an address is of one; null when it may come in otherwise.
 * Owners of the organisation may: somebody must be able to mend the provider's settings.
 */
export async function enforcedDomain(
  email: string,
  userId: string | null,
  deps: Deps,
): Promise<DomainRow | null> {
  const domain = await findVerifiedDomain(deps.db, domainOf(email));
  if (!domain?.ssoEnforced || !(await findIdentityProvider(domain, deps.db))) return null;
  const member = userId === null ? null : await findMembership(domain, deps.db, userId);
  return member?.role === "owner" ? null : domain;
}

/** How somebody with this address logs in: the id of their organisation's provider, and whether there is another way. */
export async function logInWays(
  email: string,
  deps: Deps,
): Promise<{ provider: string | null; enforced: boolean }> {
  const domain = await findVerifiedDomain(deps.db, domainOf(email));
  const provider = domain && (await findIdentityProvider(domain, deps.db));
  return { provider: provider?.id ?? null, enforced: Boolean(provider && domain?.ssoEnforced) };
}
