import {
  cancelDataJob,
  type DataJobRow,
  findDataJob,
  insertDataJob,
  listDataJobs,
} from "@edgewise/db/mysql/repos/data-jobs.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { OrganizationAccess } from "../../../http/authorize.ts";
import { ApiError, invalid, notFound } from "../../../http/errors.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import { recordActivity } from "../../../services/activity/record.ts";
import { ARCHIVE_DAYS, archivedDays } from "../../../services/billing/archive.ts";
import { dayOf } from "../../../services/billing/overview.ts";
import { daysOf, ruleOf } from "../../../services/billing/restore.ts";
import { queuedJob, runSoon } from "../../../services/data-jobs/request.ts";
import { inRegionOf } from "../../../services/regions/in-region.ts";
import { jobFields, presentJob } from "../privacy/present-deletion.ts";
import { visibleEnvironments } from "./visible.ts";

const tag = "billing";
const paths = ["/api/organizations/:organization_id/billing/archive/"];
const restores = "/api/organizations/:organization_id/billing/archive/restore/";
const DAY_MS = 86_400_000;
/** Restorations that are shown. */
const SHOWN = 10;
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, "Use YYYY-MM-DD.");
const archived = z.object({ environment_id: z.number().int(), day, events: z.number().int() });
const restoration = z.object({
  ...jobFields,
  environment_id: z.number().int(),
  date_from: z.string(),
  date_to: z.string(),
  event: z.string(),
  /** Archived events of these days, how many of them were looked at, and how many are stored again. */
  total: z.number().int().nullable(),
  done: z.number().int(),
  restored: z.number().int(),
});

function presentRestore(row: DataJobRow): z.infer<typeof restoration> {
  const { from, to, event } = ruleOf(row);
  const { total, done, restored } = row.progress;
  return {
    ...presentJob(row),
    environment_id: row.environmentId,
    date_from: new Date(from).toISOString(),
    date_to: new Date(to).toISOString(),
    event,
    total: typeof total === "number" ? total : null,
    done: Number(done ?? 0),
    restored: Number(restored ?? 0),
  };
}

async function requireEnvironment(access: OrganizationAccess, id: number, deps: Deps) {
  const found = (await visibleEnvironments(access, deps)).find((environment) => environment.id === id);
  if (!found) throw notFound(`There is no environment ${id}.`);
  return { ...access, projectId: found.projectId, environmentId: id };
}

/** The time that is asked for (ms), within what is kept. Throws ApiError. */
function spanOf(body: { date_from: string; date_to: string }, now: number): { from: number; to: number } {
  const [from, to] = [Date.parse(body.date_from), Math.min(Date.parse(body.date_to), now)];
  if (from >= to) throw invalid("date_to", "The end must come after the start, which must have passed.");
  if (daysOf({ from, to, event: "" }).length > ARCHIVE_DAYS + 1)
    throw invalid("date_from", `Events are kept for ${ARCHIVE_DAYS} days: choose a shorter time.`);
  return { from, to };
}

/** What came over a limit in the last 30 days, and storing it after all. */
export const ARCHIVE_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths,
    access: { kind: "organization", scope: "billing:read" },
    summary: "Events of an environment that came over a limit and can be restored, by day; and restorations",
    tag,
    query: z.object({ environment_id: z.coerce.number().int().positive() }),
    response: z.object({ results: z.array(archived), restorations: z.array(restoration) }),
    async handler({ access, deps, query }) {
      const environment = await requireEnvironment(access, query.environment_id, deps);
      const today = deps.now().getTime();
      const days = Array.from({ length: ARCHIVE_DAYS + 1 }, (_, back) => dayOf(today - back * DAY_MS));
      const found = await archivedDays(query.environment_id, days, await inRegionOf(access, deps));
      const { rows } = await listDataJobs(environment, deps.db, "archive", { limit: SHOWN, offset: 0 });
      return {
        results: found.map(({ environmentId, ...rest }) => ({ environment_id: environmentId, ...rest })),
        restorations: rows.map(presentRestore),
      };
    },
  }),
  route({
    method: "post",
    paths: [restores],
    access: { kind: "organization", scope: "billing:write", role: "admin" },
    summary:
      "Store events that came over a limit after all, by time of arrival and name; they are billed then",
    tag,
    body: z.object({
      environment_id: z.number().int().positive(),
      date_from: z.iso.datetime({ offset: true }),
      date_to: z.iso.datetime({ offset: true }),
      event: z.string().max(200).default(""),
    }),
    status: 202,
    response: restoration,
    async handler({ c, access, deps, body }) {
      const environment = await requireEnvironment(access, body.environment_id, deps);
      const params = { ...spanOf(body, deps.now().getTime()), event: body.event };
      const { rows } = await listDataJobs(environment, deps.db, "archive", { limit: SHOWN, offset: 0 });
      if (rows.some(({ state }) => state === "queued" || state === "running"))
        throw new ApiError("conflict", "Events of this environment are being restored: wait, or stop it.");
      // Asked for anew: what had failed is not tried again beside it.
      for (const { id, state } of rows) if (state === "failed") await cancelDataJob(deps.db, id, deps.now());
      const row = queuedJob(environment, "archive", params, deps);
      await insertDataJob(deps.db, row);
      const { organizationId, userId } = access;
      await recordActivity({ organizationId, userId, projectId: null }, deps.db, deps, {
        scope: "Billing",
        itemId: environment.environmentId,
        activity: "restored",
        name: `events of ${body.date_from} to ${body.date_to}${body.event === "" ? "" : `, ${body.event}`}`,
      });
      runSoon(c.executionCtx, row, await inRegionOf(access, deps));
      return presentRestore(row);
    },
  }),
  route({
    method: "post",
    paths: [`${restores}:restore/cancel/`],
    access: { kind: "organization", scope: "billing:write", role: "admin" },
    summary: "Stop a restoration; what is stored again stays",
    tag,
    body: z.object({ environment_id: z.number().int().positive() }),
    response: restoration,
    async handler({ access, deps, body, param }) {
      const environment = await requireEnvironment(access, body.environment_id, deps);
      const row = await findDataJob(environment, deps.db, "archive", param("restore"));
      if (!row) throw notFound();
      if (!(await cancelDataJob(deps.db, row.id, deps.now())))
        throw new ApiError("conflict", "It has ended already.");
      const { organizationId, userId } = access;
      await recordActivity({ organizationId, userId, projectId: null }, deps.db, deps, {
        scope: "Billing",
        itemId: environment.environmentId,
        activity: "stopped",
        name: "restoring events",
      });
      return presentRestore((await findDataJob(environment, deps.db, "archive", row.id)) ?? row);
    },
  }),
  route({
    method: "get",
    paths: [`${restores}:restore/`],
    access: { kind: "organization", scope: "billing:read" },
    summary: "How far a restoration is",
    tag,
    query: z.object({ environment_id: z.coerce.number().int().positive() }),
    response: restoration,
    async handler({ access, deps, query, param }) {
      const environment = await requireEnvironment(access, query.environment_id, deps);
      const row = await findDataJob(environment, deps.db, "archive", param("restore"));
      if (!row) throw notFound();
      return presentRestore(row);
    },
  }),
];
