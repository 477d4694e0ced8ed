import type { CommentRow } from "@edgewise/db/mysql/repos/comments.ts";
import { findUsers } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import { isoMicros, isoMicrosOrNull } from "../../../http/time.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";

const document = z.record(z.string(), z.unknown()).nullable();

export const comment = z.object({
  id: z.string(),
  created_by: userBasic.nullable(),
  deleted: z.boolean(),
  content: z.string(),
  rich_content: document,
  version: z.number().int(),
  created_at: z.string(),
  item_id: z.string().nullable(),
  item_context: document,
  scope: z.string(),
  source_comment: z.string().nullable(),
  is_task: z.boolean(),
  completed_at: z.string().nullable(),
  completed_by: userBasic.nullable(),
});

export async function presentComments(
  rows: readonly CommentRow[],
  deps: Deps,
): Promise<z.infer<typeof comment>[]> {
  const users = await findUsers(
    rows.flatMap((row) => [row.createdBy, row.completedBy]),
    deps.db,
  );
  return rows.map((row) => ({
    id: row.id,
    created_by: presentAuthor(row.createdBy, users),
    deleted: row.deleted,
    content: row.content,
    rich_content: row.richContent,
    version: row.version,
    created_at: isoMicros(row.createdAt),
    item_id: row.itemId,
    item_context: row.itemContext,
    scope: row.scope,
    source_comment: row.replyTo,
    is_task: row.isTask,
    completed_at: isoMicrosOrNull(row.completedAt),
    completed_by: presentAuthor(row.completedBy, users),
  }));
}
