import type { ActionRow } from "@edgewise/db/mysql/repos/actions.ts";
import { findUsers } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { isoMicros, isoMicrosOrNull } from "../../../http/time.ts";
import type { ActionReference } from "../../../services/actions/references.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";

const text = z.string().nullable();

export const action = z.object({
  id: z.number().int(),
  name: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  post_to_slack: z.boolean(),
  slack_message_format: z.string(),
  steps: z.array(
    z.object({
      event: text,
      properties: z.array(z.unknown()),
      selector: text,
      tag_name: text,
      text,
      text_matching: text,
      href: text,
      href_matching: text,
      url: text,
      url_matching: text,
    }),
  ),
  created_at: z.string(),
  created_by: userBasic.nullable(),
  updated_at: z.string(),
  deleted: z.boolean(),
  is_calculating: z.boolean(),
  last_calculated_at: z.string(),
  team_id: z.number().int(),
  is_action: z.literal(true),
  bytecode_error: z.null(),
  pinned_at: z.string().nullable(),
  creation_context: z.null(),
  user_access_level: z.string(),
});

const EMPTY_STEP = {
  event: null,
  properties: [],
  selector: null,
  tag_name: null,
  text: null,
  text_matching: null,
  href: null,
  href_matching: null,
  url: null,
  url_matching: null,
};

/** Actions as the API shows them. They are matched when asked for, so none is ever being calculated. */
export async function presentActions(
  access: ProjectAccess,
  rows: readonly ActionRow[],
  deps: Deps,
): Promise<z.infer<typeof action>[]> {
  const users = await findUsers(
    rows.map((row) => row.createdBy),
    deps.db,
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    tags: row.tags,
    post_to_slack: row.postToSlack,
    slack_message_format: row.slackMessageFormat,
    steps: row.steps.map((step) => ({
      ...EMPTY_STEP,
      ...step,
      properties: [...(step.properties ?? [])],
    })),
    created_at: isoMicros(row.createdAt),
    created_by: presentAuthor(row.createdBy, users),
    updated_at: isoMicros(row.updatedAt),
    deleted: row.deleted,
    is_calculating: false,
    last_calculated_at: isoMicros(row.updatedAt),
    team_id: access.environmentId,
    is_action: true,
    bytecode_error: null,
    pinned_at: isoMicrosOrNull(row.pinnedAt),
    creation_context: null,
    user_access_level: access.role === "viewer" ? "viewer" : "editor",
  }));
}

export const reference = z.object({
  type: z.string(),
  id: z.string(),
  name: z.string(),
  url: z.string(),
  created_by: userBasic.nullable(),
  created_at: z.string(),
});

/** What uses an action, as the API shows it. */
export async function presentReferences(
  found: readonly ActionReference[],
  deps: Deps,
): Promise<z.infer<typeof reference>[]> {
  const users = await findUsers(
    found.map(({ createdBy }) => createdBy),
    deps.db,
  );
  return found.map(({ createdBy, createdAt, ...rest }) => ({
    ...rest,
    created_by: presentAuthor(createdBy, users),
    created_at: isoMicros(createdAt),
  }));
}
