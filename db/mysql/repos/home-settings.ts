import { and, eq } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { homeSettings } from "../schema/index.ts";

export type HomeSettingsRow = typeof homeSettings.$inferSelect;

/** What a person has pinned in a project; null when nothing was ever saved. */
export async function findHomeSettings(
  userId: string,
  projectId: number,
  db: Executor,
): Promise<HomeSettingsRow | null> {
  const [row] = await db
    .select()
    .from(homeSettings)
    .where(and(eq(homeSettings.userId, userId), eq(homeSettings.projectId, projectId)))
    .limit(1);
  return row ?? null;
}

export async function saveHomeSettings(db: Executor, row: HomeSettingsRow): Promise<void> {
  const { tabs, homepage, updatedAt } = row;
  await db.insert(homeSettings).values(row).onDuplicateKeyUpdate({ set: { tabs, homepage, updatedAt } });
}
