import { and, asc, eq, gt, inArray, isNull, or } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { apiKeys } from "../schema/index.ts";

export type ApiKeyRow = typeof apiKeys.$inferSelect;

/** A key by its hash, or by the one it had before it was rolled; revoked or not. The hash is the secret: this is the door. */
export async function findKeyByHash(hash: string, db: Executor): Promise<ApiKeyRow | null> {
  const [row] = await db.select().from(apiKeys).where(eq(apiKeys.hash, hash)).limit(1);
  if (row) return row;
  const [rolled] = await db.select().from(apiKeys).where(eq(apiKeys.previousHash, hash)).limit(1);
  return rolled ?? null;
}

export async function insertKey(db: Executor, row: ApiKeyRow): Promise<void> {
  await db.insert(apiKeys).values(row);
}

export async function listPersonalKeys(userId: string, db: Executor): Promise<ApiKeyRow[]> {
  return await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.userId, userId), eq(apiKeys.kind, "personal"), isNull(apiKeys.revokedAt)))
    .orderBy(asc(apiKeys.createdAt), asc(apiKeys.id));
}

/** Secret keys of some environments that are accepted at `now`. */
export async function listSecretKeys(
  environmentIds: readonly number[],
  db: Executor,
  now: Date,
): Promise<ApiKeyRow[]> {
  if (environmentIds.length === 0) return [];
  return await db
    .select()
    .from(apiKeys)
    .where(
      and(
        inArray(apiKeys.environmentId, [...environmentIds]),
        eq(apiKeys.kind, "secret"),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)),
      ),
    )
    .orderBy(asc(apiKeys.createdAt), asc(apiKeys.id));
}

export async function findPersonalKey(userId: string, db: Executor, id: string): Promise<ApiKeyRow | null> {
  const [row] = await db
    .select()
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.id, id),
        eq(apiKeys.userId, userId),
        eq(apiKeys.kind, "personal"),
        isNull(apiKeys.revokedAt),
      ),
    )
    .limit(1);
  return row ?? null;
}

export async function updateKey(
  id: string,
  db: Executor,
  change: Partial<Omit<ApiKeyRow, "id" | "kind" | "createdAt">>,
): Promise<void> {
  await db.update(apiKeys).set(change).where(eq(apiKeys.id, id));
}
