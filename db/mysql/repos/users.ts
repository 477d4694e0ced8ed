import { eq, inArray } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { user } from "../schema/index.ts";

export type UserRow = typeof user.$inferSelect;

export async function findUser(userId: string, db: Executor): Promise<UserRow | null> {
  const [row] = await db.select().from(user).where(eq(user.id, userId)).limit(1);
  return row ?? null;
}

/** Users by id; unknown ids are left out. */
export async function findUsers(
  userIds: readonly (string | null)[],
  db: Executor,
): Promise<Map<string, UserRow>> {
  const ids = [...new Set(userIds.filter((id) => id !== null))];
  if (ids.length === 0) return new Map();
  const rows = await db.select().from(user).where(inArray(user.id, ids));
  return new Map(rows.map((row) => [row.id, row]));
}

export async function findUserByNumber(number: number, db: Executor): Promise<UserRow | null> {
  const [row] = await db.select().from(user).where(eq(user.number, number)).limit(1);
  return row ?? null;
}

export async function findUserByEmail(email: string, db: Executor): Promise<UserRow | null> {
  const [row] = await db.select().from(user).where(eq(user.email, email.toLowerCase())).limit(1);
  return row ?? null;
}

export async function updateUser(
  userId: string,
  db: Executor,
  change: Partial<
    Pick<UserRow, "name" | "emailVerified" | "currentEnvironmentId" | "currentOrganizationId" | "preferences">
  >,
  now: Date,
): Promise<void> {
  await db
    .update(user)
    .set({ ...change, updatedAt: now })
    .where(eq(user.id, userId));
}
