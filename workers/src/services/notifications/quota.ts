import type { Executor } from "@edgewise/db/mysql/client.ts";
import { countMails } from "@edgewise/db/mysql/repos/notifications.ts";
import type { Deps } from "../../deps.ts";
import { ApiError } from "../../http/errors.ts";

const DAY_MS = 86_400_000;

/**
 * Mails that an organisation may send to addresses that somebody typed, in a day. Enough for any team; too few for whoever
 * wants to write to strangers in our name. The key of a mail begins with its kind.
 */
export const MAIL_QUOTAS = { invite: 100, subscription: 2000 } as const;
/** Of somebody who has not shown that their own address is theirs. */
export const UNCONFIRMED_INVITES = 10;

/** Throws 429 when an organisation has sent its mails of a kind for today. */
export async function requireMailQuota(
  organizationId: string,
  kind: keyof typeof MAIL_QUOTAS,
  db: Executor,
  deps: Deps,
  most: number = MAIL_QUOTAS[kind],
): Promise<void> {
  const since = new Date(deps.now().getTime() - DAY_MS);
  if ((await countMails(db, organizationId, `${kind}:`, since)) < most) return;
  throw new ApiError("throttled", `This organization has sent ${most} mails of this kind within a day.`, {
    retryAfterSeconds: 3600,
  });
}
