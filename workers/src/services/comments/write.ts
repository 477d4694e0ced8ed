import type { JsonObject } from "@edgewise/core/events/types.ts";
import {
  type CommentRow,
  findComment,
  insertComment,
  updateComment,
} from "@edgewise/db/mysql/repos/comments.ts";
import * as z from "zod";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, invalid, notFound } from "../../http/errors.ts";
import { roleAtLeast } from "../../http/roles.ts";
import { commitLogged } from "../activity/commit-logged.ts";

const document = z.record(z.string(), z.unknown()).nullish();

export const commentBody = z.object({
  content: z.string().max(20_000).nullish(),
  rich_content: document,
  /** Kind of the thing, e.g. `Insight`; a reply has its comment's. */
  scope: z.string().trim().min(1).max(79).optional(),
  item_id: z.coerce.string().max(72).nullish(),
  item_context: document,
  /** The comment that is replied to. */
  source_comment: z.string().nullish(),
  is_task: z.boolean().default(false),
});

export const commentChange = z.object({
  content: z.string().max(20_000).nullish(),
  rich_content: document,
  item_context: document,
  /** Of a task. */
  completed: z.boolean().optional(),
  deleted: z.boolean().optional(),
});

/** Says something about a thing, or replies. Returns the comment's id. */
export async function createComment(
  access: ProjectAccess,
  body: z.output<typeof commentBody>,
  deps: Deps,
): Promise<string> {
  if (!body.content?.trim() && !body.rich_content)
    throw invalid("content", "A comment needs a text.", "blank");
  const id = deps.newId();
  return await commitLogged(access, deps, async (tx) => {
    const source = body.source_comment ? await findComment(access, tx, body.source_comment) : null;
    if (body.source_comment && !source) {
      throw invalid("source_comment", "The comment replied to does not exist.", "does_not_exist");
    }
    if (source && body.is_task) throw invalid("is_task", "A reply is no task: make a comment of its own.");
    const scope = source?.scope ?? body.scope;
    if (!scope) throw invalid("scope", 'Say what the comment is about, e.g. "Insight".', "required");
    await insertComment(access, tx, {
      id,
      scope,
      itemId: source ? source.itemId : (body.item_id ?? null),
      content: body.content ?? "",
      richContent: (body.rich_content ?? null) as JsonObject | null,
      itemContext: (body.item_context ?? null) as JsonObject | null,
      replyTo: source ? (source.replyTo ?? source.id) : null,
      isTask: body.is_task,
      completedAt: null,
      completedBy: null,
      version: 0,
      deleted: false,
      createdBy: access.userId,
      createdAt: deps.now(),
    });
    return { result: id, entries: [entry(id, "created", body.content ?? "")] };
  });
}

/** Changes, completes or hides a comment: its author, or an admin. */
export async function changeComment(
  access: ProjectAccess,
  id: string,
  body: z.output<typeof commentChange>,
  deps: Deps,
): Promise<void> {
  const now = deps.now();
  await commitLogged(access, deps, async (tx) => {
    const row = await findComment(access, tx, id, { lock: true });
    if (!row) throw notFound();
    requireAuthor(access, row, body);
    if (body.completed !== undefined && !row.isTask) throw invalid("completed", "Only a task is completed.");
    const edited = body.content !== undefined || body.rich_content !== undefined;
    await updateComment(access, tx, id, {
      ...(edited
        ? {
            content: body.content ?? row.content,
            richContent: (body.rich_content ?? row.richContent) as JsonObject | null,
            version: row.version + 1,
          }
        : {}),
      ...(body.item_context === undefined ? {} : { itemContext: body.item_context as JsonObject | null }),
      ...(body.completed === undefined
        ? {}
        : { completedAt: body.completed ? now : null, completedBy: body.completed ? access.userId : null }),
      ...(body.deleted === undefined ? {} : { deleted: body.deleted }),
    });
    return {
      result: undefined,
      entries: [entry(id, body.deleted ? "deleted" : "updated", body.content ?? row.content)],
    };
  });
}

/** Words are their author's; a task may be ticked off by everyone. */
function requireAuthor(access: ProjectAccess, row: CommentRow, body: z.output<typeof commentChange>): void {
  const { completed: _, ...words } = body;
  const touches = Object.values(words).some((value) => value !== undefined);
  if (!touches || row.createdBy === access.userId || roleAtLeast(access.role, "admin")) return;
  throw new ApiError("permission_denied", "Only its author or an admin changes a comment.");
}

const entry = (itemId: string, activity: string, content: string) => ({
  scope: "Comment",
  itemId,
  activity,
  name: content.slice(0, 100),
});
