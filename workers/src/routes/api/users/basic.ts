import type { UserRow } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";

/** A person as other objects mention them (`created_by` …). */
export const userBasic = z.object({
  id: z.number().int(),
  uuid: z.string(),
  distinct_id: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  email: z.string(),
  is_email_verified: z.boolean().nullable(),
  hedgehog_config: z.null(),
  role_at_organization: z.string().nullable(),
});

export function presentUserBasic(row: UserRow): z.infer<typeof userBasic> {
  return {
    id: row.number,
    uuid: row.id,
    distinct_id: row.id,
    first_name: row.name,
    last_name: "",
    email: row.email,
    is_email_verified: row.emailVerified,
    hedgehog_config: null,
    role_at_organization: null,
  };
}

/** The author of something, or null when nobody or somebody gone wrote it. */
export function presentAuthor(userId: string | null, users: ReadonlyMap<string, UserRow>) {
  const row = userId === null ? undefined : users.get(userId);
  return row ? presentUserBasic(row) : null;
}
