import { and, eq, inArray } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { account, passkey, session, twoFactor, user } from "../schema/index.ts";

/** How people secure and begin their log-ins. */
export interface LogInFacts {
  /** An authenticator app or a passkey. */
  readonly hasSecondFactor: boolean;
  readonly hasTotp: boolean;
  readonly passkeys: number;
  readonly hasPassword: boolean;
  /** Google, GitHub or the organisation's provider. */
  readonly hasSocial: boolean;
  /** The newest log-in that is still open. */
  readonly lastLogin: Date | null;
}

/** Facts about some people, by their id. */
export async function logInFacts(userIds: readonly string[], db: Executor): Promise<Map<string, LogInFacts>> {
  if (userIds.length === 0) return new Map();
  const ids = [...userIds];
  const [users, keys, accounts, sessions] = await Promise.all([
    db.select({ id: user.id, totp: user.twoFactorEnabled }).from(user).where(inArray(user.id, ids)),
    db.select({ userId: passkey.userId }).from(passkey).where(inArray(passkey.userId, ids)),
    db
      .select({ userId: account.userId, providerId: account.providerId })
      .from(account)
      .where(inArray(account.userId, ids)),
    db
      .select({ userId: session.userId, at: session.createdAt })
      .from(session)
      .where(inArray(session.userId, ids)),
  ]);
  return new Map(
    users.map(({ id, totp }) => {
      const passkeys = keys.filter(({ userId }) => userId === id).length;
      const providers = accounts.filter(({ userId }) => userId === id).map(({ providerId }) => providerId);
      const times = sessions.filter(({ userId }) => userId === id).map(({ at }) => at.getTime());
      return [
        id,
        {
          hasSecondFactor: totp || passkeys > 0,
          hasTotp: totp,
          passkeys,
          hasPassword: providers.includes("credential"),
          hasSocial: providers.some((provider) => provider !== "credential"),
          lastLogin: times.length === 0 ? null : new Date(Math.max(...times)),
        },
      ];
    }),
  );
}

/** Whether a person has a passkey. */
export async function hasPasskey(userId: string, db: Executor): Promise<boolean> {
  const rows = await db.select({ id: passkey.id }).from(passkey).where(eq(passkey.userId, userId)).limit(1);
  return rows.length > 0;
}

type TwoFactorRow = typeof twoFactor.$inferSelect;

/** Every second factor of the deployment, for the job that seals secrets anew. */
export async function allTwoFactors(db: Executor): Promise<TwoFactorRow[]> {
  return await db.select().from(twoFactor);
}

/** Writes a second factor's secrets sealed anew, unless they were changed meanwhile. */
export async function resealTwoFactor(
  row: Pick<TwoFactorRow, "id" | "secret">,
  db: Executor,
  sealed: Pick<TwoFactorRow, "secret" | "backupCodes">,
): Promise<void> {
  await db
    .update(twoFactor)
    .set(sealed)
    .where(and(eq(twoFactor.id, row.id), eq(twoFactor.secret, row.secret)));
}

/** Ends all sessions of some people. */
export async function endSessions(userIds: readonly string[], db: Executor): Promise<void> {
  if (userIds.length === 0) return;
  await db.delete(session).where(inArray(session.userId, [...userIds]));
}
