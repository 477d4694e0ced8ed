import { eq } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { user } from "../schema/index.ts";

export type UserRow = typeof user.$inferSelect;

export async function findUser(userId: string, db: Executor): Promise<UserRow | null> {
  const [row] = await db.select().from(user).where(eq(user.id, userId)).limit(1);
  return row ?? null;
}

export async function findUserByEmail(email: string, db: Executor): Promise<UserRow | null> {
  const [row] = await db.select().from(user).where(eq(user.email, email.toLowerCase())).limit(1);
  return row ?? null;
}

export async function updateUser(
  userId: string,
  db: Executor,
  change: Partial<Pick<UserRow, "name" | "currentEnvironmentId" | "currentOrganizationId" | "preferences">>,
  now: Date,
): Promise<void> {
  await db
    .update(user)
    .set({ ...change, updatedAt: now })
    .where(eq(user.id, userId));
}
