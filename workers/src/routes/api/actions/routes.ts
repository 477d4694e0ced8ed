import { findAction, listActions } from "@edgewise/db/mysql/repos/actions.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { parseJsonList } from "../../../http/json-list.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { pathNumber } from "../../../http/path-number.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { actionBody } from "../../../services/actions/body.ts";
import { actionReferences } from "../../../services/actions/references.ts";
import { changeAction, createAction } from "../../../services/actions/write.ts";
import { findAuthor } from "../../../services/users/find-author.ts";
import { action, presentActions, presentReferences, reference } from "./present.ts";

const tag = "actions";
const read = { kind: "project", scope: "action:read" } as const;
const write = { kind: "project", scope: "action:write" } as const;
const at = { paths: underProject("actions/:action/"), tag };

async function load(access: ProjectAccess, id: number, deps: Deps, { deleted = false } = {}) {
  const row = await findAction(access, deps.db, id);
  if (!row || (row.deleted && !deleted)) throw notFound();
  const [shown] = await presentActions(access, [row], deps);
  return shown;
}

const listQuery = pageQuery.extend({
  search: z.string().optional(),
  /** Number or uuid of a user. */
  created_by: z.string().optional(),
  /** JSON list: actions with any of these tags. */
  tags: z.string().optional(),
  ordering: z.string().optional(),
});

export const ACTION_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("actions/"),
    access: read,
    summary: "List actions",
    tag,
    query: listQuery,
    response: pageSchema(action),
    async handler({ c, access, deps, query }) {
      const author = query.created_by ? await findAuthor(query.created_by, deps) : undefined;
      const filter = {
        search: query.search || undefined,
        authors: author === undefined ? undefined : author === null ? [] : [author],
        tags: query.tags ? parseJsonList("tags", query.tags, '["checkout"]').map(String) : undefined,
      };
      const { total, rows } = await listActions(access, deps.db, filter, query, query.ordering);
      return pageOf(c, query, total, await presentActions(access, rows, deps));
    },
  }),
  route({
    method: "post",
    paths: underProject("actions/"),
    access: write,
    summary: "Name a combination of events",
    tag,
    body: actionBody,
    response: action,
    status: 201,
    async handler({ access, deps, body }) {
      return await load(access, await createAction(access, body, deps), deps);
    },
  }),
  route({
    ...at,
    method: "get",
    access: read,
    summary: "One action",
    response: action,
    handler: ({ access, deps, param }) => load(access, pathNumber(param("action")), deps),
  }),
  route({
    method: "get",
    paths: underProject("actions/:action/references/"),
    access: read,
    summary: "Insights and cohorts that use the action",
    tag,
    response: pageSchema(reference),
    async handler({ access, deps, param }) {
      const id = pathNumber(param("action"));
      await load(access, id, deps);
      const results = await presentReferences(await actionReferences(access, id, deps), deps);
      return { count: results.length, next: null, previous: null, results };
    },
  }),
  route({
    ...at,
    method: "patch",
    access: write,
    summary: "Change an action; `deleted: true` hides it, `false` brings it back",
    body: actionBody.partial(),
    response: action,
    async handler({ access, deps, body, param }) {
      const id = pathNumber(param("action"));
      await changeAction(access, id, body, deps);
      return await load(access, id, deps, { deleted: true });
    },
  }),
  route({
    ...at,
    method: "delete",
    access: write,
    summary: "Hide an action",
    handler: ({ access, deps, param }) =>
      changeAction(access, pathNumber(param("action")), { deleted: true }, deps),
  }),
];
