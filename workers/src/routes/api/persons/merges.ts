import * as z from "zod";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import type { MergeView, UndoPreview } from "../../../partition/identity/manage.ts";
import { undoMerge, unwrap } from "../../../services/persons/merges.ts";

const tag = "persons";

const merge = z.object({
  id: z.string(),
  at: z.string(),
  kind: z.enum(["merge", "attach"]),
  source_person_id: z.string(),
  source_distinct_id: z.string(),
  target_person_id: z.string(),
  target_distinct_id: z.string(),
  moved_distinct_ids: z.array(z.string()),
  undone_at: z.string().nullable(),
});

const undo = z.object({
  merge,
  distinct_ids: z.array(z.string()),
  removed_properties: z.array(z.string()),
  target_properties: z.record(z.string(), z.unknown()),
  source_properties: z.record(z.string(), z.unknown()).nullable(),
});

const query = z.object({
  limit: z.coerce.number().int().min(1).max(1000).catch(100).default(100),
  before: z.iso.datetime({ offset: true }).optional(),
});

function presentMerge(view: MergeView): z.infer<typeof merge> {
  return {
    id: view.id,
    at: isoMicros(new Date(view.at)),
    kind: view.kind,
    source_person_id: view.sourcePersonId,
    source_distinct_id: view.sourceDistinctId,
    target_person_id: view.targetPersonId,
    target_distinct_id: view.targetDistinctId,
    moved_distinct_ids: [...view.movedDistinctIds],
    undone_at: view.undoneAt === null ? null : isoMicros(new Date(view.undoneAt)),
  };
}

function presentUndo(preview: UndoPreview): z.infer<typeof undo> {
  return {
    merge: presentMerge(preview.merge),
    distinct_ids: [...preview.distinctIds],
    removed_properties: [...preview.removedProperties],
    target_properties: preview.targetProperties,
    source_properties: preview.sourceProperties,
  };
}

const before = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text));

/** The log of merges, which can be previewed and taken back (ours). */
export const MERGE_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("persons/merges/"),
    access: { kind: "project", scope: "person:read" },
    summary: "Merges of the environment, newest first",
    tag,
    query,
    response: z.object({ results: z.array(merge) }),
    async handler({ access, deps, query: asked }) {
      const merges = await deps.partitions.mergeLog(access.environmentId, {
        limit: asked.limit,
        before: before(asked.before),
      });
      return { results: merges.map(presentMerge) };
    },
  }),
  route({
    method: "get",
    paths: underProject("persons/:person/merges/"),
    access: { kind: "project", scope: "person:read" },
    summary: "Merges that a person took part in, newest first",
    tag,
    query,
    response: z.object({ results: z.array(merge) }),
    async handler({ access, deps, query: asked, param }) {
      const options = { personId: param("person"), limit: asked.limit, before: before(asked.before) };
      return { results: (await deps.partitions.mergeLog(access.environmentId, options)).map(presentMerge) };
    },
  }),
  route({
    method: "get",
    paths: underProject("persons/:person/merges/:merge/"),
    access: { kind: "project", scope: "person:read" },
    summary: "What undoing a merge would change",
    tag,
    response: undo,
    async handler({ access, deps, param }) {
      return presentUndo(unwrap(await deps.partitions.previewUndo(access.environmentId, param("merge"))));
    },
  }),
  route({
    method: "post",
    paths: underProject("persons/:person/merges/:merge/undo/"),
    access: { kind: "project", scope: "person:write" },
    summary: "Take a merge back",
    tag,
    response: undo,
    async handler({ access, deps, param }) {
      return presentUndo(await undoMerge(access, param("merge"), deps));
    },
  }),
];
