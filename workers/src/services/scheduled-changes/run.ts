import { applyOperation, type Operation } from "@edgewise/core/flags/schedule/operation.ts";
import { type Interval, nextRun } from "@edgewise/core/flags/schedule/recurrence.ts";
import { findFlag } from "@edgewise/db/mysql/repos/flags.ts";
import { findEnvironment } from "@edgewise/db/mysql/repos/projects.ts";
import {
  claimScheduledChange,
  type ScheduledChangeRow,
  updateScheduledChange,
} from "@edgewise/db/mysql/repos/scheduled-changes.ts";
import type { Deps } from "../../deps.ts";
import { ApiError } from "../../http/errors.ts";
import type { FlagActor } from "../flags/actor.ts";
import type { FlagBody } from "../flags/body.ts";
import { inPlace } from "../flags/states.ts";
import { changeFlag } from "../flags/write.ts";

const MINUTE = 60_000;
const MOST_FAILURES = 5;

/** Carries out a due change. False when another run had it, or it failed (and says so in its row). */
export async function runScheduledChange(row: ScheduledChangeRow, deps: Deps): Promise<boolean> {
  const now = deps.now();
  const next = row.isRecurring ? nextOf(row, now) : null;
  const claim =
    next === null
      ? { scheduledAt: row.scheduledAt, executedAt: now, lastExecutedAt: now }
      : { scheduledAt: next, executedAt: null, lastExecutedAt: now };
  if (!(await claimScheduledChange(row, deps.db, claim))) return false;
  const tenant = { organizationId: "", projectId: row.projectId };
  try {
    const again = await apply(row, deps);
    const rest = { failureCount: 0, failureReason: null, updatedAt: now };
    if (again === null || row.isRecurring) await updateScheduledChange(tenant, deps.db, row.id, rest);
    else {
      const scheduledAt = new Date(now.getTime() + again * MINUTE);
      await updateScheduledChange(tenant, deps.db, row.id, { ...rest, scheduledAt, executedAt: null });
    }
    return true;
  } catch (error) {
    await updateScheduledChange(tenant, deps.db, row.id, failure(row, error, now));
    return false;
  }
}

function nextOf(row: ScheduledChangeRow, now: Date): Date | null {
  const recurrence = { interval: row.recurrenceInterval as Interval | null, cron: row.cronExpression };
  const at = nextRun(recurrence, row.scheduledAt.getTime(), now.getTime());
  if (at === null || (row.endDate !== null && at > row.endDate.getTime())) return null;
  return new Date(at);
}

/** A mistake of the plan ends it; anything else is tried again a few times. */
function failure(row: ScheduledChangeRow, error: unknown, now: Date): Partial<ScheduledChangeRow> {
  const isFinal = error instanceof ApiError && error.status < 500 && error.code !== "conflict";
  const failureCount = row.failureCount + 1;
  const failureReason = error instanceof ApiError ? error.message : "The change could not be written.";
  if (!(error instanceof ApiError))
    console.error(JSON.stringify({ job: "scheduled-changes", id: row.id, error: String(error) }));
  const rest = { failureCount, failureReason, updatedAt: now };
  if (isFinal || failureCount >= MOST_FAILURES) return { ...rest, executedAt: now };
  return { ...rest, scheduledAt: new Date(now.getTime() + failureCount * MINUTE), executedAt: null };
}

/** Minutes until the operation goes on, null when it is done. */
async function apply(row: ScheduledChangeRow, deps: Deps): Promise<number | null> {
  const found = await findEnvironment(row.environmentId, deps.db);
  if (!found) throw new ApiError("not_found", "The environment is gone.");
  const actor: FlagActor = {
    userId: row.createdBy,
    organizationId: found.project.organizationId,
    projectId: row.projectId,
    environmentId: row.environmentId,
    environment: found.environment,
  };
  const flag = await findFlag(actor, deps.db, row.recordId);
  if (!flag || flag.deleted) throw new ApiError("not_found", "The flag is gone.");
  const applied = applyOperation(inPlace(flag, actor), row.payload as Operation);
  if (!applied.ok) throw new ApiError("invalid_input", applied.detail);
  const body = { ...(applied.change as Partial<FlagBody>), version: flag.version };
  await changeFlag(actor, flag.id, body, deps, { isApproved: true });
  return applied.againInMinutes;
}
