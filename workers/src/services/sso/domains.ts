import {
  type DomainRow,
  deleteDomain,
  findDomain,
  findVerifiedDomain,
  insertDomain,
  updateDomain,
} from "@edgewise/db/mysql/repos/domains.ts";
import { findIdentityProvider } from "@edgewise/db/mysql/repos/identity-providers.ts";
import { listMembers } from "@edgewise/db/mysql/repos/organizations.ts";
import { endSessions } from "@edgewise/db/mysql/repos/second-factors.ts";
import { textsOf } from "../../adapters/outbound/texts-of.ts";
import type { Deps } from "../../deps.ts";
import type { OrganizationAccess } from "../../http/authorize.ts";
import { ApiError, invalid, notFound } from "../../http/errors.ts";
import { randomToken } from "../../http/hash.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import { changesBetween } from "../activity/record.ts";
import { domainOf } from "./enforced.ts";

/** Where the challenge is looked for: a TXT record of this name. */
export const challengeName = (domain: string): string => `_edgewise-challenge.${domain}`;

const ALL = { limit: 10_000, offset: 0 };
const actorOf = ({ organizationId, userId }: OrganizationAccess) => ({
  organizationId,
  projectId: null,
  userId,
});
const entry = (row: DomainRow) => ({ scope: "OrganizationDomain", itemId: row.id, name: row.domain });

export async function addDomain(access: OrganizationAccess, domain: string, deps: Deps): Promise<DomainRow> {
  const now = deps.now();
  const row: DomainRow = {
    id: deps.newId(),
    organizationId: access.organizationId,
    domain,
    challenge: randomToken(),
    verifiedAt: null,
    jitProvisioning: false,
    ssoEnforced: false,
    createdAt: now,
    updatedAt: now,
  };
  await commitLogged(actorOf(access), deps, async (tx) => {
    await insertDomain(tx, row);
    return { result: undefined, entries: [{ ...entry(row), activity: "created" }] };
  });
  return row;
}

export async function requireDomain(access: OrganizationAccess, id: string, deps: Deps): Promise<DomainRow> {
  const row = await findDomain(access, deps.db, id);
  if (!row) throw notFound();
  return row;
}

/** Looks for the challenge in DNS. A domain belongs to one organisation. */
export async function verifyDomain(access: OrganizationAccess, id: string, deps: Deps): Promise<DomainRow> {
  const row = await requireDomain(access, id, deps);
  if (row.verifiedAt !== null) return row;
  const name = challengeName(row.domain);
  const texts = await textsOf(name, deps.config.dnsUrl).catch((error: unknown) => {
    throw new ApiError("unavailable", `DNS could not be asked for ${name}: ${String(error)}.`);
  });
  if (!texts.includes(row.challenge))
    throw invalid(
      "domain",
      `${name} has no TXT record "${row.challenge}" yet. New records can take an hour.`,
    );
  if (await findVerifiedDomain(deps.db, row.domain))
    throw invalid("domain", `Another organization has verified ${row.domain}.`, "unique");
  const now = deps.now();
  await commitLogged(actorOf(access), deps, async (tx) => {
    await updateDomain(access, tx, id, { verifiedAt: now }, now);
    return { result: undefined, entries: [{ ...entry(row), activity: "verified" }] };
  });
  return { ...row, verifiedAt: now };
}

export interface DomainChange {
  readonly jitProvisioning?: boolean;
  readonly ssoEnforced?: boolean;
}

/** Who may come in by a verified domain. Enforcing ends the sessions of its people, owners apart. */
export async function changeDomain(
  access: OrganizationAccess,
  id: string,
  change: DomainChange,
  deps: Deps,
): Promise<DomainRow> {
  const row = await requireDomain(access, id, deps);
  if (row.verifiedAt === null) throw invalid("domain", `Verify ${row.domain} first.`);
  if (change.ssoEnforced && !(await findIdentityProvider(access, deps.db)))
    throw invalid(
      "sso_enforcement",
      "Save an identity provider, and log in through it once, before you enforce it.",
    );
  const after = { ...row, ...change };
  const changes = changesBetween("OrganizationDomain", { ...row }, after);
  if (changes.length === 0) return row;
  await commitLogged(actorOf(access), deps, async (tx) => {
    await updateDomain(access, tx, id, change, deps.now());
    if (change.ssoEnforced && !row.ssoEnforced) await endSessions(await boundBy(access, row, deps), tx);
    return { result: undefined, entries: [{ ...entry(row), activity: "updated", changes }] };
  });
  return after;
}

async function boundBy(access: OrganizationAccess, { domain }: DomainRow, deps: Deps): Promise<string[]> {
  const { rows } = await listMembers(access, deps.db, ALL);
  return rows
    .filter(({ membership, user }) => membership.role !== "owner" && domainOf(user.email) === domain)
    .map(({ user }) => user.id);
}

export async function removeDomain(access: OrganizationAccess, id: string, deps: Deps): Promise<void> {
  const row = await requireDomain(access, id, deps);
  await commitLogged(actorOf(access), deps, async (tx) => {
    await deleteDomain(access, tx, id);
    return { result: undefined, entries: [{ ...entry(row), activity: "deleted" }] };
  });
}
