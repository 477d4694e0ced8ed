import {
  type AnnotationRow,
  insertAnnotation,
  lockAnnotation,
  updateAnnotation,
} from "@edgewise/db/mysql/repos/annotations.ts";
import { findDashboards } from "@edgewise/db/mysql/repos/dashboards.ts";
import { findInsight } from "@edgewise/db/mysql/repos/insights.ts";
import * as z from "zod";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { dateBound } from "../../http/date-bound.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import { changesBetween } from "../activity/record.ts";

export const ANNOTATION_SCOPES = ["dashboard_item", "dashboard", "project", "organization"] as const;

export const annotationBody = z.object({
  content: z.string().trim().min(1).max(8192),
  /** Default: now. */
  date_marker: z
    .string()
    .regex(/^\d{4}-/, 'Use an ISO 8601 time, e.g. "2026-01-31T12:00:00Z".')
    .nullish(),
  scope: z.enum(ANNOTATION_SCOPES).optional(),
  creation_type: z.enum(["USR", "GIT"]).optional(),
  /** Number of the insight, for the scope `dashboard_item`. */
  dashboard_item: z.number().int().nullish(),
  dashboard_id: z.number().int().nullish(),
  emoji: z.string().max(32).nullish(),
  hidden_in_user_interface: z.boolean().nullish(),
  deleted: z.boolean().optional(),
});
type AnnotationBody = z.output<typeof annotationBody>;

/** Creates an annotation. Returns its number. */
export async function createAnnotation(
  access: ProjectAccess,
  body: AnnotationBody,
  deps: Deps,
): Promise<number> {
  const now = deps.now();
  const row = merge(
    {
      content: "",
      dateMarker: now,
      scope: "project",
      creationType: "USR",
      insightId: null,
      dashboardId: null,
      emoji: null,
      hidden: null,
      deleted: false,
    },
    body,
    access,
    now,
  );
  await checkPlace(access, row, deps);
  return await commitLogged(access, deps, async (tx) => {
    const stamps = { createdBy: access.userId, createdAt: now, updatedAt: now };
    const id = await insertAnnotation(access, tx, { ...row, ...stamps });
    return {
      result: id,
      entries: [{ scope: "Annotation", itemId: id, activity: "created", name: row.content }],
    };
  });
}

/** Changes, hides (`deleted: true`) or brings back (`deleted: false`) an annotation of this project. */
export async function changeAnnotation(
  access: ProjectAccess,
  id: number,
  body: Partial<AnnotationBody>,
  deps: Deps,
): Promise<void> {
  const now = deps.now();
  await commitLogged(access, deps, async (tx) => {
    const before = await lockAnnotation(access, tx, id);
    if (!before || (before.deleted && body.deleted !== false)) throw notFound();
    const after = merge(fieldsOf(before), body, access, now);
    if (!after.deleted) await checkPlace(access, after, deps);
    const changes = changesBetween("Annotation", fieldsOf(before), after);
    if (changes.length === 0) return { result: undefined, entries: [] };
    await updateAnnotation(access, tx, id, { ...after, updatedAt: now });
    const activity = after.deleted ? "deleted" : "updated";
    return {
      result: undefined,
      entries: [{ scope: "Annotation", itemId: id, activity, name: after.content, changes }],
    };
  });
}

type Fields = Omit<
  AnnotationRow,
  "id" | "projectId" | "organizationId" | "createdBy" | "createdAt" | "updatedAt"
>;

function fieldsOf(row: AnnotationRow): Fields {
  const { id, projectId, organizationId, createdBy, createdAt, updatedAt, ...fields } = row;
  return fields;
}

function merge(before: Fields, body: Partial<AnnotationBody>, access: ProjectAccess, now: Date): Fields {
  const marker = body.date_marker ?? undefined;
  const or = <T>(value: T | undefined, old: T): T => (value === undefined ? old : value);
  return {
    content: body.content ?? before.content,
    dateMarker: dateBound("date_marker", marker, now, access.project.timezone) ?? before.dateMarker,
    scope: body.scope ?? before.scope,
    creationType: body.creation_type ?? before.creationType,
    insightId: or(body.dashboard_item, before.insightId),
    dashboardId: or(body.dashboard_id, before.dashboardId),
    emoji: or(body.emoji, before.emoji) || null,
    hidden: or(body.hidden_in_user_interface, before.hidden),
    deleted: body.deleted ?? before.deleted,
  };
}

/** The insight or dashboard that the annotation stands on is one of this project. */
async function checkPlace(access: ProjectAccess, row: Fields, deps: Deps): Promise<void> {
  if (row.scope === "dashboard_item" && row.insightId === null) {
    throw invalid("dashboard_item", "An annotation of an insight needs its number.", "required");
  }
  if (row.scope === "dashboard" && row.dashboardId === null) {
    throw invalid("dashboard_id", "An annotation of a dashboard needs its number.", "required");
  }
  const insight = row.insightId === null ? null : await findInsight(access, deps.db, row.insightId);
  if (row.insightId !== null && (!insight || insight.deleted)) {
    throw invalid("dashboard_item", `Insight ${row.insightId} does not exist.`, "does_not_exist");
  }
  const [dashboard] =
    row.dashboardId === null ? [] : await findDashboards(access, deps.db, [row.dashboardId]);
  if (row.dashboardId !== null && (!dashboard || dashboard.deleted)) {
    throw invalid("dashboard_id", `Dashboard ${row.dashboardId} does not exist.`, "does_not_exist");
  }
}
