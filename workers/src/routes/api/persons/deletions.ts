import {
  findDeletion,
  listDeletions,
  type PersonDeletion,
} from "@edgewise/db/mysql/repos/person-deletions.ts";
import * as z from "zod";
import type { RegionDeps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { ApiError, invalid, notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { type EraseRequest, requestErasure } from "../../../services/persons/erase/request.ts";
import { eraseSoon } from "../../../services/persons/erase/soon.ts";
import { requirePersonBy } from "../../../services/persons/find.ts";
import { presentReceipt, receiptSchema } from "./receipt.ts";

const tag = "persons";
const read = { kind: "project", scope: "person:read" } as const;
const write = { kind: "project", scope: "person:write" } as const;
const text = z.string().optional();
const flag = z.union([z.boolean(), z.stringbool()]).optional().default(false);

const bulk = z.object({
  ids: z.array(z.string()).max(1000).optional().default([]),
  distinct_ids: z.array(z.string()).max(1000).optional().default([]),
  delete_events: flag,
  delete_recordings: flag,
  keep_person: flag,
});

const STATES = { pending: ["queued", "deleting", "failed"], completed: ["verified"] } as const;

/** Persons that exist, once each; the others are no mistake: they may be deleted already. */
async function deleteMany(
  access: ProjectAccess,
  ids: readonly string[],
  request: EraseRequest,
  deps: RegionDeps,
) {
  const deletions: PersonDeletion[] = [];
  for (const id of new Set(ids)) {
    try {
      const person = await requirePersonBy(access, id, deps);
      deletions.push(await requestErasure(access, person, request, deps));
    } catch (error) {
      if (!(error instanceof ApiError && error.code === "not_found")) throw error;
    }
  }
  return deletions;
}

const list = (path: string, summary: string) =>
  route({
    method: "get",
    paths: underProject(path),
    access: read,
    summary,
    tag,
    query: pageQuery.extend({
      person_id: text,
      person_uuid: text,
      status: z.enum(["pending", "completed", "all"]).optional().catch(undefined),
    }),
    response: pageSchema(receiptSchema),
    async handler({ c, access, deps, query }) {
      const states =
        query.status === "pending" || query.status === "completed" ? STATES[query.status] : undefined;
      const filter = { personId: query.person_id ?? query.person_uuid, states };
      const { total, rows } = await listDeletions(access, deps.db, filter, query);
      return pageOf(c, query, total, await Promise.all(rows.map((row) => presentReceipt(row, deps))));
    },
  });

/** Deleting persons with all that is stored of them, and the receipts. */
export const PERSON_DELETION_ROUTES: readonly ApiRoute[] = [
  list("persons/deletions/", "Receipts of deletions, newest first"),
  list("persons/deletion_status/", "The same under its older name"),
  route({
    method: "get",
    paths: underProject("persons/deletions/:deletion/"),
    access: read,
    summary: "A receipt: what was deleted, and when it was verified to be gone",
    tag,
    response: receiptSchema,
    async handler({ access, deps, param }) {
      const found = await findDeletion(access, deps.db, param("deletion"));
      if (!found) throw notFound();
      return await presentReceipt(found, deps);
    },
  }),
  route({
    method: "post",
    paths: underProject("persons/bulk_delete/"),
    access: write,
    summary: "Delete up to 1,000 persons by id or distinct id, with their events on request",
    tag,
    body: bulk,
    status: 202,
    response: z.object({
      persons_found: z.number().int(),
      persons_deleted: z.number().int(),
      events_queued_for_deletion: z.boolean(),
      recordings_queued_for_deletion: z.boolean(),
      deletion_errors: z.array(z.unknown()),
      deletions: z.array(receiptSchema),
    }),
    async handler({ c, access, deps, body }) {
      const ids = [...body.ids, ...body.distinct_ids];
      if (ids.length === 0) throw invalid("ids", 'Name persons by "ids" or "distinct_ids".', "required");
      if (ids.length > 1000) throw invalid("ids", "At most 1,000 persons can be deleted at once.");
      const request = {
        deleteEvents: body.delete_events,
        deleteRecordings: body.delete_recordings,
        keepPerson: body.keep_person,
      };
      const deletions = await deleteMany(access, ids, request, deps);
      eraseSoon(c.executionCtx, deletions, deps);
      return {
        persons_found: deletions.length,
        persons_deleted: body.keep_person ? 0 : deletions.length,
        events_queued_for_deletion: body.delete_events,
        recordings_queued_for_deletion: body.delete_recordings,
        deletion_errors: [],
        deletions: await Promise.all(deletions.map((row) => presentReceipt(row, deps))),
      };
    },
  }),
  route({
    method: "delete",
    paths: underProject("persons/:person/"),
    access: write,
    summary: "Delete a person, with its events and recordings on request; answers the receipt",
    tag,
    query: z.object({ delete_events: flag, delete_recordings: flag, keep_person: flag }),
    status: 202,
    response: receiptSchema,
    async handler({ c, access, deps, param, query }) {
      const person = await requirePersonBy(access, param("person"), deps);
      const request = {
        deleteEvents: query.delete_events,
        deleteRecordings: query.delete_recordings,
        keepPerson: query.keep_person,
      };
      const deletion = await requestErasure(access, person, request, deps);
      eraseSoon(c.executionCtx, [deletion], deps);
      return await presentReceipt(deletion, deps);
    },
  }),
  route({
    method: "post",
    paths: underProject("persons/:person/delete_events/"),
    access: write,
    summary: "Delete the events of a person, which stays",
    tag,
    status: 202,
    response: receiptSchema,
    async handler({ c, access, deps, param }) {
      const person = await requirePersonBy(access, param("person"), deps);
      const request = { deleteEvents: true, deleteRecordings: false, keepPerson: true };
      const deletion = await requestErasure(access, person, request, deps);
      eraseSoon(c.executionCtx, [deletion], deps);
      return await presentReceipt(deletion, deps);
    },
  }),
];
