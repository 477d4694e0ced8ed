import { listScheduledChanges, type ScheduledChangeRow } from "@edgewise/db/mysql/repos/scheduled-changes.ts";
import { findUsers } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros, isoMicrosOrNull } from "../../../http/time.ts";
import { operationBody, scheduledChangeBody } from "../../../services/scheduled-changes/body.ts";
import {
  cancelChange,
  requireScheduledChange,
  rescheduleChange,
  scheduleChange,
} from "../../../services/scheduled-changes/write.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";

const tag = "scheduled changes";
const read = { kind: "project", scope: "feature_flag:read" } as const;
const write = { kind: "project", scope: "feature_flag:write" } as const;

const scheduledChange = z.object({
  id: z.number().int(),
  team_id: z.number().int(),
  record_id: z.string(),
  model_name: z.string(),
  payload: operationBody,
  scheduled_at: z.string(),
  executed_at: z.string().nullable(),
  last_executed_at: z.string().nullable(),
  failure_reason: z.string().nullable(),
  is_recurring: z.boolean(),
  recurrence_interval: z.string().nullable(),
  cron_expression: z.string().nullable(),
  end_date: z.string().nullable(),
  created_by: userBasic.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});

async function present(rows: readonly ScheduledChangeRow[], deps: Deps) {
  const users = await findUsers(
    rows.map((row) => row.createdBy),
    deps.db,
  );
  return rows.map((row) => ({
    id: row.id,
    team_id: row.environmentId,
    record_id: String(row.recordId),
    model_name: row.modelName,
    payload: row.payload,
    scheduled_at: isoMicros(row.scheduledAt),
    executed_at: isoMicrosOrNull(row.executedAt),
    last_executed_at: isoMicrosOrNull(row.lastExecutedAt),
    failure_reason: row.failureReason,
    is_recurring: row.isRecurring,
    recurrence_interval: row.recurrenceInterval,
    cron_expression: row.cronExpression,
    end_date: isoMicrosOrNull(row.endDate),
    created_by: presentAuthor(row.createdBy, users),
    created_at: isoMicros(row.createdAt),
    updated_at: isoMicros(row.updatedAt),
  }));
}

/** Changes of flags that happen by themselves: once, again and again, or as a ramp. */
export const SCHEDULED_CHANGE_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("scheduled_changes/"),
    access: read,
    summary: "Planned changes, those that are still to come first",
    tag,
    query: pageQuery.extend({
      model_name: z.string().optional(),
      record_id: z.coerce.number().int().optional(),
    }),
    response: pageSchema(scheduledChange),
    async handler({ c, access, deps, query }) {
      const filter = { recordId: query.record_id, modelName: query.model_name };
      const { total, rows } = await listScheduledChanges(access, deps.db, filter, query);
      return pageOf(c, query, total, await present(rows, deps));
    },
  }),
  route({
    method: "post",
    paths: underProject("scheduled_changes/"),
    access: write,
    summary: "Plan a change of a flag in this environment",
    tag,
    body: scheduledChangeBody,
    response: scheduledChange,
    status: 201,
    async handler({ access, deps, body }) {
      const id = String(await scheduleChange(access, body, deps));
      return (await present([await requireScheduledChange(access, id, deps)], deps))[0];
    },
  }),
  route({
    method: "get",
    paths: underProject("scheduled_changes/:change/"),
    access: read,
    summary: "One planned change",
    tag,
    response: scheduledChange,
    handler: async ({ access, deps, param }) =>
      (await present([await requireScheduledChange(access, param("change"), deps)], deps))[0],
  }),
  route({
    method: "patch",
    paths: underProject("scheduled_changes/:change/"),
    access: write,
    summary: "Change a plan that was not carried out yet",
    tag,
    body: scheduledChangeBody.partial(),
    response: scheduledChange,
    async handler({ access, deps, body, param }) {
      await rescheduleChange(access, await requireScheduledChange(access, param("change"), deps), body, deps);
      return (await present([await requireScheduledChange(access, param("change"), deps)], deps))[0];
    },
  }),
  route({
    method: "delete",
    paths: underProject("scheduled_changes/:change/"),
    access: write,
    summary: "Cancel a planned change",
    tag,
    handler: async ({ access, deps, param }) =>
      await cancelChange(access, await requireScheduledChange(access, param("change"), deps), deps),
  }),
];
