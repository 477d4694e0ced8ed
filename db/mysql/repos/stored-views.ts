import { and, asc, desc, eq, inArray, isNull, lte, notInArray } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { savedQueryResults, savedQueryRuns } from "../schema/index.ts";
import type { EnvironmentTenant } from "../tenant.ts";

export type StoredResultRow = typeof savedQueryResults.$inferSelect;
export type ViewRunRow = typeof savedQueryRuns.$inferSelect;

const of = (savedQueryId: string, environmentId: number) =>
  and(eq(savedQueryResults.savedQueryId, savedQueryId), eq(savedQueryResults.environmentId, environmentId));

/** What an environment stored of materialised views. */
export async function storedResults(
  { environmentId }: Pick<EnvironmentTenant, "environmentId">,
  db: Executor,
): Promise<StoredResultRow[]> {
  return await db.select().from(savedQueryResults).where(eq(savedQueryResults.environmentId, environmentId));
}

/** What an environment stored of one view. */
export async function findStoredResult(
  savedQueryId: string,
  environmentId: number,
  db: Executor,
): Promise<StoredResultRow | undefined> {
  const [row] = await db.select().from(savedQueryResults).where(of(savedQueryId, environmentId));
  return row;
}

/** What all environments stored of one view. */
export async function resultsOfView(savedQueryId: string, db: Executor): Promise<StoredResultRow[]> {
  return await db.select().from(savedQueryResults).where(eq(savedQueryResults.savedQueryId, savedQueryId));
}

/** Results whose next run is due, of all tenants: for the job. */
export async function dueResults(db: Executor, now: Date, limit: number): Promise<StoredResultRow[]> {
  return await db
    .select()
    .from(savedQueryResults)
    .where(lte(savedQueryResults.dueAt, now))
    .orderBy(asc(savedQueryResults.dueAt))
    .limit(limit);
}

/** Puts a due run off; false when somebody else took it meanwhile. */
export async function claimResult(row: StoredResultRow, db: Executor, dueAt: Date): Promise<boolean> {
  const { rowsAffected } = await db
    .update(savedQueryResults)
    .set({ dueAt })
    .where(and(of(row.savedQueryId, row.environmentId), sameDue(row)));
  return rowsAffected > 0;
}

/** Writes what is stored of a view in an environment, known or new. */
export async function putResult(row: StoredResultRow, db: Executor): Promise<void> {
  const { savedQueryId: _, environmentId: __, ...change } = row;
  await db.insert(savedQueryResults).values(row).onDuplicateKeyUpdate({ set: change });
}

/** Writes a new run of a result unless it was forgotten, put off or taken away since it was read; false then. */
export async function replaceResult(
  before: StoredResultRow,
  change: Pick<StoredResultRow, "run" | "columns" | "dueAt" | "storedAt">,
  db: Executor,
): Promise<boolean> {
  const { rowsAffected } = await db
    .update(savedQueryResults)
    .set(change)
    .where(and(of(before.savedQueryId, before.environmentId), sameDue(before), sameRun(before)));
  return rowsAffected > 0;
}

const sameDue = ({ dueAt }: StoredResultRow) =>
  dueAt === null ? isNull(savedQueryResults.dueAt) : eq(savedQueryResults.dueAt, dueAt);
const sameRun = ({ run }: StoredResultRow) =>
  run === null ? isNull(savedQueryResults.run) : eq(savedQueryResults.run, run);

/** Changes what is stored of a view in every environment. */
export async function updateResults(
  savedQueryId: string,
  db: Executor,
  change: Partial<Pick<StoredResultRow, "run" | "columns" | "dueAt" | "storedAt">>,
): Promise<void> {
  await db.update(savedQueryResults).set(change).where(eq(savedQueryResults.savedQueryId, savedQueryId));
}

/** Forgets what an environment stored of all views, so that they are computed when read, and stored anew now. */
export async function forgetResults(environmentId: number, db: Executor, dueAt: Date): Promise<void> {
  await db
    .update(savedQueryResults)
    .set({ run: null, columns: null, dueAt })
    .where(eq(savedQueryResults.environmentId, environmentId));
}

/** Takes a view's results and history away. */
export async function deleteResults(savedQueryId: string, db: Executor): Promise<void> {
  await db.delete(savedQueryResults).where(eq(savedQueryResults.savedQueryId, savedQueryId));
  await db.delete(savedQueryRuns).where(eq(savedQueryRuns.savedQueryId, savedQueryId));
}

/** The latest runs of a view in an environment, newest first. */
export async function listViewRuns(
  savedQueryIds: readonly string[],
  environmentId: number,
  db: Executor,
  limit: number,
): Promise<ViewRunRow[]> {
  if (savedQueryIds.length === 0) return [];
  return await db
    .select()
    .from(savedQueryRuns)
    .where(
      and(
        inArray(savedQueryRuns.savedQueryId, [...savedQueryIds]),
        eq(savedQueryRuns.environmentId, environmentId),
      ),
    )
    .orderBy(desc(savedQueryRuns.startedAt), desc(savedQueryRuns.id))
    .limit(limit);
}

/** Notes a run, begun or ended, and forgets all but the `kept` latest of its view. */
export async function putViewRun(row: ViewRunRow, db: Executor, kept: number): Promise<void> {
  const { status, endedAt, rowCount, error } = row;
  await db
    .insert(savedQueryRuns)
    .values(row)
    .onDuplicateKeyUpdate({ set: { status, endedAt, rowCount, error } });
  const latest = await listViewRuns([row.savedQueryId], row.environmentId, db, kept);
  await db.delete(savedQueryRuns).where(
    and(
      eq(savedQueryRuns.savedQueryId, row.savedQueryId),
      eq(savedQueryRuns.environmentId, row.environmentId),
      notInArray(
        savedQueryRuns.id,
        latest.map(({ id }) => id),
      ),
    ),
  );
}
