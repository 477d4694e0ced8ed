import { parseCron } from "@edgewise/core/flags/schedule/cron.ts";
import { findFlag } from "@edgewise/db/mysql/repos/flags.ts";
import {
  deleteScheduledChange,
  findScheduledChange,
  insertScheduledChange,
  type ScheduledChangeRow,
  updateScheduledChange,
} from "@edgewise/db/mysql/repos/scheduled-changes.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, invalid, notFound } from "../../http/errors.ts";
import { requireLevel } from "../../http/governed.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import type { ScheduledChangeBody } from "./body.ts";

/** A change of the project by number; throws 404. */
export async function requireScheduledChange(
  access: ProjectAccess,
  id: string,
  deps: Deps,
): Promise<ScheduledChangeRow> {
  const row = /^\d{1,10}$/.test(id) ? await findScheduledChange(access, deps.db, Number(id)) : null;
  if (!row) throw notFound();
  return row;
}

/** Plans a change of a flag in the environment of the path. Returns its number. */
export async function scheduleChange(
  access: ProjectAccess,
  body: ScheduledChangeBody,
  deps: Deps,
): Promise<number> {
  const flag = await findFlag(access, deps.db, body.record_id);
  if (!flag || flag.deleted)
    throw invalid("record_id", `Flag ${body.record_id} does not exist.`, "does_not_exist");
  requireLevel(access, "feature_flag", flag.id, "editor");
  refuseWhereGuarded(access, body);
  const timing = timingOf(body);
  const now = deps.now();
  return await commitLogged(access, deps, async (tx) => {
    const id = await insertScheduledChange(access, tx, {
      environmentId: access.environmentId,
      recordId: flag.id,
      modelName: body.model_name,
      payload: body.payload,
      ...timing,
      executedAt: null,
      lastExecutedAt: null,
      failureCount: 0,
      failureReason: null,
      createdBy: access.userId,
      createdAt: now,
      updatedAt: now,
    });
    return { result: id, entries: [{ ...entryOf(flag.id, flag.key), activity: "scheduled_change" }] };
  });
}

/** A plan must not be a way around the second person; switching off needs none. */
function refuseWhereGuarded(
  { environment }: ProjectAccess,
  { payload }: Pick<ScheduledChangeBody, "payload">,
) {
  if (!environment.flagApproval || (payload.operation === "update_status" && !payload.value)) return;
  const detail = `Changes of flags in "${environment.name}" need a second person, so they can't be planned.`;
  throw new ApiError("conflict", detail, { publicCode: "approval_required" });
}

/** Changes a plan that has not been carried out yet. */
export async function rescheduleChange(
  access: ProjectAccess,
  row: ScheduledChangeRow,
  body: Partial<ScheduledChangeBody>,
  deps: Deps,
): Promise<void> {
  if (body.payload) refuseWhereGuarded(access, { payload: body.payload });
  if (row.executedAt !== null) throw invalid(null, "This change was carried out already: plan another.");
  const timing = timingOf({
    scheduled_at: body.scheduled_at ?? row.scheduledAt.toISOString(),
    is_recurring: body.is_recurring ?? row.isRecurring,
    recurrence_interval:
      body.recurrence_interval === undefined
        ? (row.recurrenceInterval as ScheduledChangeBody["recurrence_interval"])
        : body.recurrence_interval,
    cron_expression: body.cron_expression === undefined ? row.cronExpression : body.cron_expression,
    end_date: body.end_date === undefined ? row.endDate?.toISOString() : body.end_date,
  });
  const change = { ...timing, payload: body.payload ?? row.payload, failureCount: 0, updatedAt: deps.now() };
  await commitLogged(access, deps, async (tx) => {
    await updateScheduledChange(access, tx, row.id, change);
    return { result: undefined, entries: [{ ...entryOf(row.recordId), activity: "rescheduled_change" }] };
  });
}

export async function cancelChange(
  access: ProjectAccess,
  row: ScheduledChangeRow,
  deps: Deps,
): Promise<void> {
  await commitLogged(access, deps, async (tx) => {
    await deleteScheduledChange(access, tx, row.id);
    return { result: undefined, entries: [{ ...entryOf(row.recordId), activity: "cancelled_change" }] };
  });
}

const entryOf = (flagId: number, name?: string) => ({ scope: "FeatureFlag", itemId: flagId, name });

type Timing = Omit<ScheduledChangeBody, "record_id" | "model_name" | "payload">;

function timingOf(body: Timing) {
  const { recurrence_interval: interval = null, cron_expression: cron = null } = body;
  const isRecurring = body.is_recurring ?? false;
  if (isRecurring && interval === null && cron === null)
    throw invalid(
      "recurrence_interval",
      "A recurring change needs an interval or a cron expression.",
      "required",
    );
  if (interval !== null && cron !== null)
    throw invalid("cron_expression", "Give an interval or a cron expression, not both.");
  if (cron !== null && parseCron(cron) === null)
    throw invalid("cron_expression", `"${cron}" is no cron expression of five fields, e.g. "0 9 * * 1-5".`);
  const scheduledAt = moment(body.scheduled_at);
  const endDate = body.end_date == null ? null : moment(body.end_date);
  if (endDate !== null && endDate < scheduledAt)
    throw invalid("end_date", "The end lies before the first run.");
  return {
    scheduledAt,
    isRecurring,
    recurrenceInterval: isRecurring ? interval : null,
    cronExpression: isRecurring ? cron : null,
    endDate,
  };
}

/** Times without an offset are UTC. */
const moment = (text: string): Date => new Date(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
