import { findComment, listComments, repliesTo } from "@edgewise/db/mysql/repos/comments.ts";
import { findUserByNumber } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import {
  changeComment,
  commentBody,
  commentChange,
  createComment,
} from "../../../services/comments/write.ts";
import { comment, presentComments } from "./present.ts";

const tag = "comments";
const read = { kind: "project", scope: "comment:read" } as const;
const write = { kind: "project", scope: "comment:write" } as const;
const at = { paths: underProject("comments/:comment/"), tag };
const text = z.string().min(1).optional();

const filters = z.object({
  scope: text,
  item_id: text,
  source_comment: text,
  search: text,
  created_by: z.coerce.number().int().optional(),
  kind: z.enum(["any", "comment", "task"]).default("any"),
  completed: z.enum(["any", "open", "completed"]).default("any"),
});

/** Nobody has this id: what an unknown author wrote is nothing. */
const NOBODY = "";

async function filterOf(query: z.output<typeof filters>, deps: Deps) {
  const { kind, completed } = query;
  const author = query.created_by === undefined ? null : await findUserByNumber(query.created_by, deps.db);
  return {
    scope: query.scope,
    itemId: query.item_id,
    replyTo: query.source_comment,
    search: query.search,
    createdBy: query.created_by === undefined ? undefined : (author?.id ?? NOBODY),
    isTask: kind === "any" ? undefined : kind === "task",
    completed: kind !== "task" || completed === "any" ? undefined : completed === "completed",
  };
}

async function load(access: ProjectAccess, id: string, deps: Deps) {
  const row = await findComment(access, deps.db, id);
  if (!row) throw notFound();
  const [shown] = await presentComments([row], deps);
  return shown;
}

export const COMMENT_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("comments/"),
    access: read,
    summary: "Comments, newest first: of a thing with `scope` and `item_id`",
    tag,
    query: pageQuery.extend(filters.shape),
    response: pageSchema(comment),
    async handler({ c, access, deps, query }) {
      const { total, rows } = await listComments(access, deps.db, await filterOf(query, deps), query);
      return pageOf(c, query, total, await presentComments(rows, deps));
    },
  }),
  route({
    method: "post",
    paths: underProject("comments/"),
    access: write,
    summary: "Comment on a thing, or reply to a comment",
    tag,
    body: commentBody,
    response: comment,
    status: 201,
    async handler({ access, deps, body }) {
      return await load(access, await createComment(access, body, deps), deps);
    },
  }),
  route({
    method: "get",
    paths: underProject("comments/count/"),
    access: read,
    summary: "How many comments there are",
    tag,
    query: filters,
    response: z.object({ count: z.number().int() }),
    async handler({ access, deps, query }) {
      const page = { limit: 1, offset: 0 };
      const { total } = await listComments(access, deps.db, await filterOf(query, deps), page);
      return { count: total };
    },
  }),
  route({
    method: "get",
    paths: underProject("comments/:comment/thread/"),
    access: read,
    summary: "Replies to a comment, oldest first",
    tag,
    response: z.object({ results: z.array(comment) }),
    async handler({ access, deps, param }) {
      await load(access, param("comment"), deps);
      return { results: await presentComments(await repliesTo(access, deps.db, param("comment")), deps) };
    },
  }),
  route({
    ...at,
    method: "get",
    access: read,
    summary: "One comment",
    response: comment,
    handler: ({ access, deps, param }) => load(access, param("comment"), deps),
  }),
  route({
    ...at,
    method: "patch",
    access: write,
    summary: "Change a comment's words, complete a task, or hide it with `deleted: true`",
    body: commentChange,
    response: z.union([comment, z.object({ deleted: z.literal(true) })]),
    async handler({ access, deps, body, param }) {
      await changeComment(access, param("comment"), body, deps);
      return body.deleted ? { deleted: true } : await load(access, param("comment"), deps);
    },
  }),
  route({
    ...at,
    method: "delete",
    access: write,
    summary: "Hide a comment",
    handler: ({ access, deps, param }) => changeComment(access, param("comment"), { deleted: true }, deps),
  }),
];
