import { retentionStep } from "@edgewise/core/privacy/retention.ts";
import { filesOf } from "@edgewise/core/sql/erase-events.ts";
import { endedRecordings, oldestDay } from "@edgewise/core/sql/retire.ts";
import { findRetention, putNotice, updateRetention } from "@edgewise/db/mysql/repos/retention.ts";
import type { RegionDeps } from "../../deps.ts";
import { recordActivity } from "../activity/record.ts";
import { eraseTable } from "../erase/rows.ts";
import type { QueryTenant } from "../query/tenant.ts";
import { readCompiled } from "../warehouse/read.ts";
import { retentionOf } from "./days.ts";
import { tellRetention } from "./notify.ts";
import { retireDay } from "./retire.ts";

const FILES = 1_000;
/** Days that one run may take away. */
const DAYS_PER_RUN = 31;

/** Looks after one environment's retention. Answers what was done. */
export async function tickRetention(tenant: QueryTenant, deps: RegionDeps): Promise<string> {
  await forgetRecordings(tenant, deps);
  const { environmentId } = tenant;
  const { days } = await retentionOf(tenant, deps);
  if (days === null) return "nothing";
  const state = await findRetention(tenant, deps.db, "events");
  const now = deps.now();
  const oldest = async () =>
    String((await readCompiled(oldestDay(environmentId), deps))[0]?.[0] ?? "") || null;
  const known = state && { days: state.days, effectiveAt: state.effectiveAt?.getTime() ?? null };
  const step = retentionStep(days, known, await oldest(), now.getTime());
  if (step.do === "notify") {
    const effectiveAt = new Date(step.effectiveAt);
    await deps.db.transaction(async (tx) => {
      await putNotice(tenant, tx, "events", { days, noticeAt: now, effectiveAt });
      await tellRetention(tenant, days, effectiveAt, tx, deps);
    });
  }
  if (step.do !== "delete") return step.do;
  let rows = 0;
  for (let turn = 0; turn < DAYS_PER_RUN; turn++) {
    const day = await oldest();
    if (day === null || day >= step.before) break;
    rows += await retireDay(environmentId, day, deps);
  }
  await updateRetention(tenant, deps.db, "events", { deletedBefore: step.before, lastRunAt: now }, rows);
  const name = `${rows} events of before ${step.before}`;
  const actor = { ...tenant, userId: null };
  await recordActivity(actor, deps.db, deps, {
    scope: "Retention",
    itemId: environmentId,
    activity: "deleted",
    name,
  });
  return "delete";
}

/** Files of recordings whose time is over; the table itself forgets its rows a day later. */
async function forgetRecordings({ environmentId }: QueryTenant, deps: RegionDeps): Promise<void> {
  const bucket = deps.files;
  if (!bucket) return;
  const where = endedRecordings(environmentId);
  let after = "";
  for (;;) {
    const keys = (await readCompiled(filesOf(where, after, FILES), deps)).map(([key]) => String(key));
    if (keys.length === 0) break;
    await bucket.delete(keys);
    after = keys.at(-1) ?? after;
  }
  if (after !== "") await eraseTable({ table: "recordings", where }, deps);
}
