import {
  type AlertCheckRow,
  findAlert,
  listAlertChecks,
  listAlerts,
} from "@edgewise/db/mysql/repos/alerts.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { dateBound } from "../../../http/date-bound.ts";
import { ApiError, notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { alertBody, alertChange, simulationBody } from "../../../services/alerts/body.ts";
import { checkAlert } from "../../../services/alerts/check.ts";
import {
  addDestination,
  destinationBody,
  removeDestinations,
} from "../../../services/alerts/destinations.ts";
import { simulate } from "../../../services/alerts/simulate.ts";
import { changeAlert, createAlert, removeAlert } from "../../../services/alerts/write.ts";
import { deliverSoon } from "../../../services/notifications/deliver.ts";
import { findAuthor } from "../../../services/users/find-author.ts";
import { alert, presentAlerts } from "./present.ts";

const tag = "alerts";
const read = { kind: "project", scope: "alert:read" } as const;
const write = { kind: "project", scope: "alert:write" } as const;
const at = { paths: underProject("alerts/:alert/"), tag };

const LATEST = 5;
const MOST_CHECKS = 500;

const checksQuery = z.object({
  checks_date_from: z.string().optional(),
  checks_date_to: z.string().optional(),
  checks_limit: z.coerce.number().int().min(1).max(MOST_CHECKS).optional(),
  checks_offset: z.coerce.number().int().min(0).default(0),
});

async function show(access: ProjectAccess, id: string, deps: Deps, query?: z.output<typeof checksQuery>) {
  const row = await findAlert(access, deps.db, id);
  if (!row) throw notFound();
  const bound = (name: "checks_date_from" | "checks_date_to") =>
    dateBound(name, query?.[name], deps.now(), access.project.timezone);
  const filter = { from: bound("checks_date_from"), to: bound("checks_date_to") };
  const dated = filter.from !== undefined || filter.to !== undefined;
  const limit = query?.checks_limit ?? (dated ? MOST_CHECKS : LATEST);
  const page = { limit, offset: query?.checks_offset ?? 0 };
  const checks = await listAlertChecks(deps.db, id, filter, page);
  return (await presentAlerts(access, [row], new Map([[id, checks]]), deps))[0];
}

const listQuery = pageQuery.extend({
  insight: z.coerce.number().int().optional(),
  insight_id: z.coerce.number().int().optional(),
  created_by: z.string().optional(),
  search: z.string().max(200).optional(),
  has_detector: z.enum(["true", "false"]).optional(),
});

export const ALERT_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("alerts/"),
    access: read,
    summary: "List alerts with their latest checks",
    tag,
    query: listQuery,
    response: pageSchema(alert),
    async handler({ c, access, deps, query }) {
      const author = query.created_by ? await findAuthor(query.created_by, deps) : undefined;
      const filter = {
        insightId: query.insight_id ?? query.insight,
        createdBy: author === null ? "nobody" : author,
        search: query.search || undefined,
        hasDetector: query.has_detector === undefined ? undefined : query.has_detector === "true",
      };
      const { total, rows } = await listAlerts(access, deps.db, filter, query);
      const checks = new Map<string, AlertCheckRow[]>();
      const page = { limit: LATEST, offset: 0 };
      for (const { id } of rows) checks.set(id, await listAlertChecks(deps.db, id, {}, page));
      return pageOf(c, query, total, await presentAlerts(access, rows, checks, deps));
    },
  }),
  route({
    method: "post",
    paths: underProject("alerts/"),
    access: write,
    summary: "Watch a number of an insight: bounds, or a detector of anomalies",
    tag,
    body: alertBody,
    response: alert,
    status: 201,
    handler: async ({ access, deps, body }) =>
      await show(access, await createAlert(access, body, deps), deps),
  }),
  route({
    method: "post",
    paths: underProject("alerts/simulate/"),
    access: read,
    summary: "What a detector would have said of an insight's past",
    tag,
    body: simulationBody,
    response: z.looseObject({ data: z.array(z.number()) }),
    handler: ({ c, access, deps, body }) => simulate(access, body, deps, c.req.raw.signal),
  }),
  route({
    ...at,
    method: "get",
    access: read,
    summary: "One alert with its checks",
    query: checksQuery,
    response: alert,
    handler: ({ access, deps, query, param }) => show(access, param("alert"), deps, query),
  }),
  route({
    ...at,
    method: "patch",
    access: write,
    summary: "Change, switch off or snooze an alert",
    body: alertChange,
    response: alert,
    async handler({ access, deps, body, param }) {
      await changeAlert(access, param("alert"), body, deps);
      return await show(access, param("alert"), deps);
    },
  }),
  route({
    ...at,
    method: "delete",
    access: write,
    summary: "Delete an alert with its history",
    handler: ({ access, deps, param }) => removeAlert(access, param("alert"), deps),
  }),
  route({
    method: "post",
    paths: underProject("alerts/:alert/check/"),
    access: write,
    summary: "Check an alert now; tells like any other check",
    tag,
    response: alert,
    async handler({ c, access, deps, param }) {
      const row = await findAlert(access, deps.db, param("alert"));
      if (!row) throw notFound();
      if (row.nextCheckAt === null) throw new ApiError("conflict", "The alert is switched off.");
      await checkAlert(row, deps, deps.now());
      deliverSoon(c.executionCtx, deps);
      return await show(access, row.id, deps);
    },
  }),
  route({
    method: "post",
    paths: underProject("alerts/:alert/destinations/"),
    access: write,
    summary: "Post to a web hook too when the alert fires",
    tag,
    body: destinationBody,
    response: z.object({ hog_function_ids: z.array(z.string()) }),
    status: 201,
    handler: async ({ access, deps, body, param }) => ({
      hog_function_ids: [await addDestination(access, param("alert"), body, deps)],
    }),
  }),
  route({
    method: "post",
    paths: underProject("alerts/:alert/destinations/delete/"),
    access: write,
    summary: "Take destinations away",
    tag,
    body: z.object({ hog_function_ids: z.array(z.string()).min(1).max(10) }),
    handler: ({ access, deps, body, param }) =>
      removeDestinations(access, param("alert"), body.hog_function_ids, deps),
  }),
];
