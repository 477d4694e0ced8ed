import { findAnnotation, listAnnotations } from "@edgewise/db/mysql/repos/annotations.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { dateBound } from "../../../http/date-bound.ts";
import { notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { pathNumber } from "../../../http/path-number.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import {
  ANNOTATION_SCOPES,
  annotationBody,
  changeAnnotation,
  createAnnotation,
} from "../../../services/annotations/write.ts";
import { activityRoutes } from "../activity/of-resource.ts";
import { annotation, presentAnnotations } from "./present.ts";

const tag = "annotations";
const read = { kind: "project", scope: "annotation:read" } as const;
const write = { kind: "project", scope: "annotation:write" } as const;
const at = { paths: underProject("annotations/:annotation/"), tag };

async function load(access: ProjectAccess, id: number, deps: Deps, { deleted = false } = {}) {
  const row = await findAnnotation(access, deps.db, id);
  if (!row || (row.deleted && !deleted)) throw notFound();
  const [shown] = await presentAnnotations(access, [row], deps);
  return shown;
}

const listQuery = pageQuery.extend({
  search: z.string().optional(),
  scope: z.enum(ANNOTATION_SCOPES).optional(),
  dashboard_id: z.coerce.number().int().optional(),
  dashboard_item: z.coerce.number().int().optional(),
  is_emoji: z.enum(["true", "false"]).optional(),
  date_from: z.string().optional(),
  date_to: z.string().optional(),
});

export const ANNOTATION_ROUTES: readonly ApiRoute[] = [
  ...activityRoutes({
    path: "annotations",
    tag: "annotations",
    scope: "Annotation",
    itemId: (_access, id) => id,
  }),
  route({
    method: "get",
    paths: underProject("annotations/"),
    access: read,
    summary: "List annotations, those of the whole organization among them",
    tag,
    query: listQuery,
    response: pageSchema(annotation),
    async handler({ c, access, deps, query }) {
      const bound = (name: "date_from" | "date_to") =>
        dateBound(name, query[name], deps.now(), access.project.timezone);
      const filter = {
        search: query.search || undefined,
        scope: query.scope,
        dashboardId: query.dashboard_id,
        insightId: query.dashboard_item,
        hasEmoji: query.is_emoji === undefined ? undefined : query.is_emoji === "true",
        from: bound("date_from"),
        to: bound("date_to"),
      };
      const { total, rows } = await listAnnotations(access, deps.db, filter, query);
      return pageOf(c, query, total, await presentAnnotations(access, rows, deps));
    },
  }),
  route({
    method: "post",
    paths: underProject("annotations/"),
    access: write,
    summary: "Mark a moment: on an insight, a dashboard, the project or the organization",
    tag,
    body: annotationBody,
    response: annotation,
    status: 201,
    async handler({ access, deps, body }) {
      return await load(access, await createAnnotation(access, body, deps), deps);
    },
  }),
  route({
    ...at,
    method: "get",
    access: read,
    summary: "One annotation",
    response: annotation,
    handler: ({ access, deps, param }) => load(access, pathNumber(param("annotation")), deps),
  }),
  route({
    ...at,
    method: "patch",
    access: write,
    summary: "Change an annotation; `deleted: true` hides it, `false` brings it back",
    body: annotationBody.partial(),
    response: annotation,
    async handler({ access, deps, body, param }) {
      const id = pathNumber(param("annotation"));
      await changeAnnotation(access, id, body, deps);
      return await load(access, id, deps, { deleted: true });
    },
  }),
  route({
    ...at,
    method: "delete",
    access: write,
    summary: "Hide an annotation",
    handler: ({ access, deps, param }) =>
      changeAnnotation(access, pathNumber(param("annotation")), { deleted: true }, deps),
  }),
];
