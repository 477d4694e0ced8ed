import { and, asc, desc, eq, inArray, isNotNull, isNull, like, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { experiments, featureFlags } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";
import { likePattern } from "./like.ts";

export type ExperimentRow = typeof experiments.$inferSelect;

export type ExperimentStatus = "draft" | "running" | "paused" | "stopped";

export interface ExperimentFilter {
  readonly search?: string | undefined;
  /** Several: any of them. */
  readonly status?: readonly ExperimentStatus[] | undefined;
  readonly archived?: boolean | undefined;
  /** Ids of users, any of them. */
  readonly authors?: readonly string[] | undefined;
  readonly flagId?: number | undefined;
  /** Any of them. */
  readonly tags?: readonly string[] | undefined;
  /** Name of an event that a metric counts. */
  readonly event?: string | undefined;
}

const ORDER = {
  id: experiments.id,
  name: experiments.name,
  created_at: experiments.createdAt,
  updated_at: experiments.updatedAt,
  start_date: experiments.startDate,
  end_date: experiments.endDate,
} as const;

const live = (tenant: ProjectTenant): SQL | undefined =>
  and(eq(experiments.projectId, tenant.projectId), eq(experiments.deleted, false));

const ofFlag = and(
  eq(featureFlags.projectId, experiments.projectId),
  eq(featureFlags.id, experiments.flagId),
);

/** Matching live experiments, newest first unless asked otherwise. */
export async function listExperiments(
  tenant: ProjectTenant,
  db: Executor,
  filter: ExperimentFilter,
  page: { readonly limit: number; readonly offset: number },
  order = "-created_at",
): Promise<{ total: number; rows: ExperimentRow[] }> {
  const where = and(live(tenant), ...conditions(filter));
  const [count] = await db
    .select({ total: sql<number>`count(*)` })
    .from(experiments)
    .leftJoin(featureFlags, ofFlag)
    .where(where);
  const column = ORDER[order.replace(/^-/, "") as keyof typeof ORDER] ?? experiments.createdAt;
  const direction = order.startsWith("-") ? desc : asc;
  const rows = await db
    .select({ experiment: experiments })
    .from(experiments)
    .leftJoin(featureFlags, ofFlag)
    .where(where)
    .orderBy(direction(column), direction(experiments.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows: rows.map(({ experiment }) => experiment) };
}

const STATUS: Readonly<Record<ExperimentStatus, SQL | undefined>> = {
  draft: isNull(experiments.startDate),
  running: and(isNotNull(experiments.startDate), isNull(experiments.endDate), eq(featureFlags.active, true)),
  paused: and(isNotNull(experiments.startDate), isNull(experiments.endDate), eq(featureFlags.active, false)),
  stopped: isNotNull(experiments.endDate),
};

function conditions(filter: ExperimentFilter): (SQL | undefined)[] {
  const { search, status, archived, authors, flagId, tags, event } = filter;
  return [
    search === undefined
      ? undefined
      : or(
          like(experiments.name, likePattern(search)),
          like(sql`lower(${experiments.description})`, likePattern(search.toLowerCase())),
          like(sql`lower(${experiments.conclusionComment})`, likePattern(search.toLowerCase())),
        ),
    status && or(...status.map((one) => STATUS[one])),
    archived === undefined ? undefined : eq(experiments.archived, archived),
    authors === undefined
      ? undefined
      : authors.length === 0
        ? sql`false`
        : inArray(experiments.createdBy, [...authors]),
    flagId === undefined ? undefined : eq(experiments.flagId, flagId),
    tags && or(...tags.map((tag) => sql`json_contains(${experiments.tags}, ${JSON.stringify(tag)})`)),
    event === undefined
      ? undefined
      : or(
          sql`json_search(${experiments.metrics}, 'one', ${event}, null, '$**.event') is not null`,
          sql`json_search(${experiments.metricsSecondary}, 'one', ${event}, null, '$**.event') is not null`,
        ),
  ];
}

/** An experiment of the project, deleted or not; `lock` holds it until the transaction ends. */
export async function findExperiment(
  tenant: ProjectTenant,
  db: Executor,
  id: number,
  { lock = false } = {},
): Promise<ExperimentRow | null> {
  const where = and(eq(experiments.projectId, tenant.projectId), eq(experiments.id, id));
  const query = db.select().from(experiments).where(where).limit(1);
  const [row] = lock ? await query.for("update") : await query;
  return row ?? null;
}

/** Live experiments of flags, by flag. */
export async function experimentsOfFlags(
  tenant: ProjectTenant,
  db: Executor,
  flagIds: readonly number[],
): Promise<Pick<ExperimentRow, "id" | "flagId" | "name" | "startDate" | "endDate">[]> {
  if (flagIds.length === 0) return [];
  const { id, flagId, name, startDate, endDate } = experiments;
  return await db
    .select({ id, flagId, name, startDate, endDate })
    .from(experiments)
    .where(and(live(tenant), inArray(experiments.flagId, [...flagIds])))
    .orderBy(asc(experiments.id));
}

/** Experiments of every project that have started and not ended: what the nightly computation goes through. */
export async function runningExperiments(db: Executor): Promise<ExperimentRow[]> {
  return await db
    .select()
    .from(experiments)
    .where(and(eq(experiments.deleted, false), isNotNull(experiments.startDate), isNull(experiments.endDate)))
    .orderBy(asc(experiments.projectId), asc(experiments.id));
}

export async function insertExperiment(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<ExperimentRow, "id" | "projectId">,
): Promise<number> {
  const result = await db.insert(experiments).values({ ...row, projectId: tenant.projectId });
  return Number(result.insertId);
}

export async function updateExperiment(
  tenant: ProjectTenant,
  db: Executor,
  id: number,
  row: Partial<Omit<ExperimentRow, "id" | "projectId">>,
): Promise<void> {
  await db
    .update(experiments)
    .set(row)
    .where(and(eq(experiments.projectId, tenant.projectId), eq(experiments.id, id)));
}
