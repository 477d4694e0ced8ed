import { MIN_RETENTION_DAYS, NOTICE_DAYS, RESTORE_DAYS } from "@edgewise/core/privacy/retention.ts";
import { findDataJob } from "@edgewise/db/mysql/repos/data-jobs.ts";
import { findRetention } from "@edgewise/db/mysql/repos/retention.ts";
import * as z from "zod";
import type { RegionDeps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { invalid, notFound } from "../../../http/errors.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicrosOrNull } from "../../../http/time.ts";
import { requestDataJob, runSoon } from "../../../services/data-jobs/request.ts";
import { changePrivacy } from "../../../services/privacy/change.ts";
import { retentionOf } from "../../../services/retention/days.ts";
import { restorableDays } from "../../../services/retention/restore.ts";
import { jobFields, presentJob } from "./present-deletion.ts";

const tag = "privacy";
const read = { kind: "project", scope: "project:read" } as const;
const write = { kind: "project", scope: "project:write", role: "admin" } as const;

const retention = z.object({
  /** Days that events are kept; null = for ever. */
  event_days: z.number().int().nullable(),
  own_days: z.number().int().nullable(),
  plan: z.string().nullable(),
  notice_days: z.number().int(),
  restore_days: z.number().int(),
  notice_at: z.string().nullable(),
  /** Nothing is deleted before then. */
  effective_at: z.string().nullable(),
  deleted_before: z.string().nullable(),
  deleted_events: z.number().int(),
  restorable_days: z.array(z.string()),
});
const restored = z.object({ ...jobFields, restored: z.number().int() });

async function show(access: ProjectAccess, deps: RegionDeps): Promise<z.infer<typeof retention>> {
  const [{ plan, own, days }, state, restorable] = await Promise.all([
    retentionOf(access, deps),
    findRetention(access, deps.db, "events"),
    restorableDays(access.environmentId, deps),
  ]);
  return {
    event_days: days,
    own_days: own,
    plan,
    notice_days: NOTICE_DAYS,
    restore_days: RESTORE_DAYS,
    notice_at: isoMicrosOrNull(state?.noticeAt ?? null),
    effective_at: isoMicrosOrNull(state?.effectiveAt ?? null),
    deleted_before: state?.deletedBefore ?? null,
    deleted_events: state?.deletedRows ?? 0,
    restorable_days: restorable,
  };
}

/** How long events are kept. */
export const RETENTION_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("retention/"),
    access: read,
    summary: "How long events are kept, what people were told, what went and what can be restored",
    tag,
    response: retention,
    handler: async ({ access, deps }) => await show(access, deps),
  }),
  route({
    method: "patch",
    paths: underProject("retention/"),
    access: write,
    summary: "Keep events for fewer days than the plan does; people are told two weeks before anything goes",
    tag,
    body: z.object({ event_days: z.number().int().min(MIN_RETENTION_DAYS).max(36_500).nullable() }),
    response: retention,
    async handler({ access, deps, body }) {
      await changePrivacy(access, { event_days: body.event_days }, deps);
      const settings = { ...access.environment.settings };
      settings.privacy = { ...(settings.privacy as object | undefined), event_days: body.event_days };
      return await show({ ...access, environment: { ...access.environment, settings } }, deps);
    },
  }),
  route({
    method: "post",
    paths: underProject("retention/restore/"),
    access: write,
    summary: "Bring back events of some days that passed their retention; they stay for the restore period",
    tag,
    body: z.object({ date_from: z.iso.date(), date_to: z.iso.date() }),
    status: 202,
    response: restored,
    async handler({ c, access, deps, body }) {
      const days = await restorableDays(access.environmentId, deps);
      if (!days.some((day) => day >= body.date_from && day <= body.date_to))
        throw invalid("date_from", "Nothing of these days can be restored.");
      const row = await requestDataJob(access, "restore", body, `${body.date_from} to ${body.date_to}`, deps);
      runSoon(c.executionCtx, row, deps);
      return { ...presentJob(row), restored: 0 };
    },
  }),
  route({
    method: "get",
    paths: underProject("retention/restore/:restore/"),
    access: read,
    summary: "How far a restoration is",
    tag,
    response: restored,
    async handler({ access, deps, param }) {
      const row = await findDataJob(access, deps.db, "restore", param("restore"));
      if (!row) throw notFound();
      return { ...presentJob(row), restored: Number(row.progress.restored ?? 0) };
    },
  }),
];
