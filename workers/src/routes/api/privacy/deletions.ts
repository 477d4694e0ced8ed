import { cancelDataJob, findDataJob, listDataJobs } from "@edgewise/db/mysql/repos/data-jobs.ts";
import * as z from "zod";
import { ApiError, notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { recordActivity } from "../../../services/activity/record.ts";
import { requestDataJob, runSoon } from "../../../services/data-jobs/request.ts";
import { matcherOf } from "../../../services/deletions/match.ts";
import { deletionParams, matchOf } from "../../../services/deletions/params.ts";
import { deletionSchema, presentDeletion } from "./present-deletion.ts";

const tag = "privacy";
const read = { kind: "project", scope: "project:read" } as const;
const write = { kind: "project", scope: "project:write", role: "admin" } as const;

const moment = z.iso.datetime({ offset: true }).or(z.iso.date());
const order = z.object({
  event_names: z.array(z.string().min(1).max(400)).max(200).default([]),
  properties: z.array(z.record(z.string(), z.json())).max(50).default([]),
  date_from: moment.nullish(),
  date_to: moment.nullish(),
  recordings: z.boolean().default(false),
  late_days: z.number().int().min(0).max(90).default(30),
});

const counted = z.object({ count: z.number().int() });

const path = "data_deletions/";
const onePath = `${path}:deletion/`;

/** Deleting events by name, time range and properties, after a look at how many that are. */
export const DELETION_ROUTES: readonly ApiRoute[] = [
  route({
    method: "post",
    paths: underProject(`${path}preview/`),
    access: { ...read, role: "admin" },
    summary: "How many events a deletion would take, by name and by day; deletes nothing",
    tag,
    body: order,
    response: counted.extend({
      people: z.number().int(),
      events: z.array(counted.extend({ event: z.string() })),
      days: z.array(counted.extend({ day: z.string() })),
    }),
    async handler({ access, deps, body }) {
      const now = deps.now();
      const matcher = await matcherOf(access, matchOf(deletionParams(body, now)), deps);
      const until = now.getTime();
      const [count, people, events, days] = await Promise.all([
        matcher.count(until),
        matcher.people(until),
        matcher.byEvent(until),
        matcher.byDay(until),
      ]);
      return { count, people, events, days };
    },
  }),
  route({
    method: "post",
    paths: underProject(path),
    access: write,
    summary: "Delete events for good; `expected_count` is what the preview counted",
    tag,
    body: order.extend({ expected_count: z.number().int().min(0) }),
    status: 202,
    response: deletionSchema,
    async handler({ c, access, deps, body }) {
      const params = deletionParams(body, deps.now());
      const matcher = await matcherOf(access, matchOf(params), deps);
      const count = await matcher.count(deps.now().getTime());
      // A few may have come since somebody looked.
      if (count > body.expected_count * 1.1 + 100)
        throw new ApiError(
          "conflict",
          `${count} events would go, not ${body.expected_count}: look at the preview again and confirm its count.`,
        );
      const row = await requestDataJob(access, "deletion", params, `${count} events`, deps);
      runSoon(c.executionCtx, row, deps);
      return await presentDeletion(row, deps);
    },
  }),
  route({
    method: "get",
    paths: underProject(path),
    access: read,
    summary: "Deletions of events, newest first",
    tag,
    query: pageQuery,
    response: pageSchema(deletionSchema),
    async handler({ c, access, deps, query }) {
      const { total, rows } = await listDataJobs(access, deps.db, "deletion", query);
      return pageOf(c, query, total, await Promise.all(rows.map((row) => presentDeletion(row, deps))));
    },
  }),
  route({
    method: "get",
    paths: underProject(onePath),
    access: read,
    summary: "How far a deletion is; once verified, its signed receipt",
    tag,
    response: deletionSchema,
    async handler({ access, deps, param }) {
      const row = await findDataJob(access, deps.db, "deletion", param("deletion"));
      if (!row) throw notFound();
      return await presentDeletion(row, deps);
    },
  }),
  route({
    method: "post",
    paths: underProject(`${onePath}cancel/`),
    access: write,
    summary: "Stop a deletion, or looking for late events; what is deleted stays deleted",
    tag,
    response: deletionSchema,
    async handler({ access, deps, param }) {
      const id = param("deletion");
      if (!(await findDataJob(access, deps.db, "deletion", id))) throw notFound();
      if (!(await cancelDataJob(deps.db, id, deps.now())))
        throw new ApiError("conflict", "This deletion has ended already.");
      await recordActivity(access, deps.db, deps, {
        scope: "DataDeletion",
        itemId: id,
        activity: "cancelled",
      });
      const row = await findDataJob(access, deps.db, "deletion", id);
      if (!row) throw notFound();
      return await presentDeletion(row, deps);
    },
  }),
];
