import { countAttempt } from "@edgewise/db/mysql/repos/attempts.ts";
import { findOrganization } from "@edgewise/db/mysql/repos/organizations.ts";
import { findSharingByToken, listSharePasswords, type SharingRow } from "@edgewise/db/mysql/repos/sharing.ts";
import { verifyPassword } from "better-auth/crypto";
import type { Deps } from "../../deps.ts";
import { ApiError, notFound } from "../../http/errors.ts";
import { readToken, signToken } from "../../http/signed.ts";
import type { QueryTenant } from "../query/tenant.ts";
import { tenantOf } from "../query/tenant-of.ts";
import { secretOfLink } from "./signed-link.ts";

const PURPOSE = "sharing unlock";
const UNLOCKED_MS = 12 * 3_600_000;
const WINDOW_MS = 600_000;
/** Wrong and right passwords in ten minutes: from one address, and from all of them. */
const MOST_TRIES = { address: 10, all: 100 } as const;

/** What a token opens, and whose data it is computed from. */
export interface Opened {
  readonly row: SharingRow;
  readonly tenant: QueryTenant;
}

/** Opens a shared thing. Everything that is wrong with a token is the same 404; 401 asks for a password. */
export async function openShared(token: string, unlock: string | undefined, deps: Deps): Promise<Opened> {
  const opened = await find(token, deps);
  const { row } = opened;
  if (row.passwordRequired && !(await isUnlocked(row, unlock ?? "", deps))) {
    throw new ApiError("not_authenticated", "This page asks for a password.", {
      extra: { password_required: true },
    });
  }
  return opened;
}

/** Trades a password for leave to look for twelve hours. Throws 403 for a wrong one, 429 after too many. */
export async function unlockShared(
  token: string,
  password: string,
  address: string,
  deps: Deps,
): Promise<{ token: string; expiresAt: Date }> {
  const { row } = await find(token, deps);
  const now = deps.now();
  for (const [who, most] of [
    [`all`, MOST_TRIES.all],
    [address, MOST_TRIES.address],
  ] as const) {
    const key = `shared:${row.id}:${who}`.slice(0, 255);
    const tries = await countAttempt(deps.db, { id: deps.newId(), key, windowMs: WINDOW_MS, now });
    if (tries > most) {
      throw new ApiError("throttled", "Too many attempts. Try again in ten minutes.", {
        retryAfterSeconds: WINDOW_MS / 1000,
      });
    }
  }
  for (const { id, hash } of await listSharePasswords(deps.db, row.id)) {
    if (!(await verifyPassword({ hash, password }))) continue;
    const expiresAt = new Date(now.getTime() + UNLOCKED_MS);
    const leave = { s: row.accessToken, p: id, e: expiresAt.getTime() };
    return { token: await signToken(PURPOSE, leave, deps.config.authSecret), expiresAt };
  }
  throw new ApiError("permission_denied", "This is not the password.", { attr: "password" });
}

/** Leave ends with its time, with its password and with the link it was given for. */
async function isUnlocked(row: SharingRow, unlock: string, deps: Deps): Promise<boolean> {
  const leave = (await readToken(PURPOSE, unlock, deps.config.authSecret)) as {
    s?: string;
    p?: number;
    e?: number;
  } | null;
  if (leave?.s !== row.accessToken || (leave.e ?? 0) <= deps.now().getTime()) return false;
  return (await listSharePasswords(deps.db, row.id)).some(({ id }) => id === leave.p);
}

async function find(token: string, deps: Deps): Promise<Opened> {
  const secret = await secretOfLink(token, deps.config.authSecret);
  const row = secret === null ? null : await findSharingByToken(deps.db, secret);
  if (!row?.enabled || (row.expiresAt !== null && row.expiresAt <= deps.now())) throw notFound();
  const tenant = await tenantOf(row.environmentId, deps);
  if (!tenant) throw notFound();
  const organization = await findOrganization(tenant, deps.db);
  if (organization?.settings.allow_publicly_shared_resources === false) throw notFound();
  return { row, tenant };
}
