import type { Executor } from "@edgewise/db/mysql/client.ts";
import { isDuplicate } from "@edgewise/db/mysql/client.ts";
import {
  deleteInvite,
  findInvite,
  findInviteByHash,
  type InviteRow,
  putInvite,
} from "@edgewise/db/mysql/repos/invites.ts";
import {
  findMembership,
  findOrganization,
  insertMembership,
} from "@edgewise/db/mysql/repos/organizations.ts";
import { findUser, findUserByEmail, type UserRow } from "@edgewise/db/mysql/repos/users.ts";
import type { Role } from "@edgewise/db/mysql/schema/organizations.ts";
import type { Deps } from "../../deps.ts";
import type { OrganizationAccess } from "../../http/authorize.ts";
import { ApiError, invalid, notFound } from "../../http/errors.ts";
import { randomToken, sha256Hex } from "../../http/hash.ts";
import { recordActivity } from "../activity/record.ts";
import { queueMail } from "../notifications/queue.ts";
import { MAIL_QUOTAS, requireMailQuota, UNCONFIRMED_INVITES } from "../notifications/quota.ts";

const VALID_MS = 7 * 86_400_000;

export interface Invitation {
  readonly email: string;
  readonly role: Role;
  readonly firstName: string;
  readonly message: string | null;
  /** False: only the link is made, to be handed over otherwise. */
  readonly sendEmail: boolean;
}

export interface NewInvite {
  readonly row: InviteRow;
  /** Shown once. */
  readonly url: string;
}

/** Asks somebody in; an earlier invitation to the address ends. Only owners ask for owners. */
export async function inviteMember(
  access: OrganizationAccess,
  input: Invitation,
  deps: Deps,
): Promise<NewInvite> {
  const email = input.email.toLowerCase();
  if (input.role === "owner" && access.role !== "owner")
    throw new ApiError("permission_denied", "Only an owner may ask for another owner.");
  const known = await findUserByEmail(email, deps.db);
  if (known && (await findMembership(access, deps.db, known.id)))
    throw invalid("target_email", `"${email}" is a member already.`, "unique");
  const now = deps.now();
  const token = randomToken();
  const url = `${deps.config.webUrl}/invite/${token}`;
  const row: InviteRow = {
    id: deps.newId(),
    organizationId: access.organizationId,
    email,
    firstName: input.firstName,
    role: input.role,
    message: input.message,
    tokenHash: await sha256Hex(token),
    createdBy: access.userId,
    createdAt: now,
    updatedAt: now,
    expiresAt: new Date(now.getTime() + VALID_MS),
  };
  const [organization, author] = await Promise.all([
    findOrganization(access, deps.db),
    findUser(access.userId, deps.db),
  ]);
  const { emailVerified } = access.principal.user;
  await deps.db.transaction(async (tx) => {
    await putInvite(access, tx, row);
    if (input.sendEmail) {
      const most = emailVerified || !deps.config.confirmFirst ? MAIL_QUOTAS.invite : UNCONFIRMED_INVITES;
      await requireMailQuota(access.organizationId, "invite", tx, deps, most);
      await mailInvite(tx, row, url, organization?.name ?? "", author, deps);
    }
    await recordActivity(actorOf(access), tx, deps, { ...entry(row), activity: "created" });
  });
  return { row, url };
}

async function mailInvite(
  tx: Executor,
  row: InviteRow,
  url: string,
  organization: string,
  author: UserRow | null,
  deps: Deps,
): Promise<void> {
  const who = author?.name || author?.email || "Somebody";
  const hello = row.firstName ? `Hello ${row.firstName},\n` : "";
  await queueMail(tx, deps, {
    key: `invite:${row.id}`,
    to: row.email,
    organizationId: row.organizationId,
    mail: {
      subject: `${who} asks you into ${organization} on Edgewise`,
      preview: `Join ${organization} as ${row.role}.`,
      blocks: [
        { kind: "text", text: `${hello}${who} asks you to join ${organization} on Edgewise as ${row.role}.` },
        ...(row.message ? [{ kind: "text", text: row.message } as const] : []),
        { kind: "button", label: `Join ${organization}`, url },
        { kind: "small", text: "The link is for this address and works for seven days." },
      ],
      footer: `You get this because ${author?.email ?? "a member"} typed your address. If you don't know them, ignore it.`,
    },
  });
}

export async function revokeInvite(access: OrganizationAccess, id: string, deps: Deps): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const row = await findInvite(access, tx, id);
    if (!row || !(await deleteInvite(access, tx, id))) throw notFound();
    await recordActivity(actorOf(access), tx, deps, { ...entry(row), activity: "deleted" });
  });
}

/** What a link leads to. Throws 404 for one that was taken, revoked, replaced, or has expired. */
export async function openInvite(
  token: string,
  deps: Deps,
): Promise<{ row: InviteRow; organizationName: string }> {
  const row = /^\w{43}$/.test(token) ? await findInviteByHash(deps.db, await sha256Hex(token)) : null;
  if (!row || row.expiresAt <= deps.now()) throw notFound("This invitation is used up or has expired.");
  const organization = await findOrganization(row, deps.db);
  if (!organization) throw notFound();
  return { row, organizationName: organization.name };
}

/** Makes a person a member by their invitation, once; it is for the address that it was sent to. */
export async function acceptInvite(token: string, user: UserRow, deps: Deps): Promise<string> {
  const { row } = await openInvite(token, deps);
  if (row.email.toLowerCase() !== user.email.toLowerCase())
    throw new ApiError("permission_denied", `This invitation is for ${row.email}; you are ${user.email}.`);
  const { organizationId } = row;
  const now = deps.now();
  await deps.db.transaction(async (tx) => {
    const still = await findInviteByHash(tx, row.tokenHash, { lock: true });
    if (!still) throw notFound("This invitation is used up or has expired.");
    await deleteInvite(row, tx, row.id);
    const member = { id: deps.newId(), organizationId, userId: user.id, role: row.role };
    await insertMembership(tx, { ...member, createdAt: now, updatedAt: now }).catch((error: unknown) => {
      if (!isDuplicate(error)) throw error;
    });
    const actor = { organizationId, projectId: null, userId: user.id };
    const joined = {
      scope: "OrganizationMembership",
      itemId: user.id,
      activity: "created",
      name: user.email,
    };
    await recordActivity(actor, tx, deps, joined);
  });
  return organizationId;
}

const actorOf = ({ organizationId, userId }: OrganizationAccess) => ({
  organizationId,
  projectId: null,
  userId,
});
const entry = (row: InviteRow) => ({ scope: "OrganizationInvite", itemId: row.id, name: row.email });
