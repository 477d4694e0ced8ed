import { type InviteRow, listInvites } from "@edgewise/db/mysql/repos/invites.ts";
import { findUsers, type UserRow } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { levelOf, ROLES, roleOfLevel } from "../../../http/roles.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { deliverSoon } from "../../../services/notifications/deliver.ts";
import {
  acceptInvite,
  inviteMember,
  openInvite,
  revokeInvite,
} from "../../../services/organizations/invites.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";

const tag = "organizations";
const PATH = "/api/organizations/:organization_id/invites/";
const write = { kind: "organization", scope: "organization_member:write", role: "admin" } as const;

const invite = z.object({
  id: z.string(),
  target_email: z.string(),
  first_name: z.string(),
  emailing_attempt_made: z.boolean(),
  level: z.number().int(),
  role: z.enum(ROLES),
  is_expired: z.boolean(),
  expires_at: z.string(),
  created_by: userBasic.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  message: z.string().nullable(),
  private_project_access: z.array(z.unknown()),
  /** Only in the answer to its creation. */
  url: z.string().nullable(),
});

const body = z.object({
  target_email: z.email().max(254),
  first_name: z.string().max(150).default(""),
  role: z.enum(ROLES).optional(),
  level: z.literal([1, 8, 15]).optional(),
  message: z.string().max(2000).nullish(),
  send_email: z.boolean().default(true),
  combine_pending_invites: z.boolean().optional(),
});

function present(row: InviteRow, users: ReadonlyMap<string, UserRow>, now: Date, url: string | null = null) {
  return {
    id: row.id,
    target_email: row.email,
    first_name: row.firstName,
    emailing_attempt_made: true,
    level: levelOf(row.role),
    role: row.role,
    is_expired: row.expiresAt <= now,
    expires_at: isoMicros(row.expiresAt),
    created_by: presentAuthor(row.createdBy, users),
    created_at: isoMicros(row.createdAt),
    updated_at: isoMicros(row.updatedAt),
    message: row.message,
    private_project_access: [],
    url,
  };
}

const invitationOf = (input: z.output<typeof body>) => ({
  email: input.target_email,
  role: input.role ?? roleOfLevel(input.level ?? 1) ?? "member",
  firstName: input.first_name,
  message: input.message ?? null,
  sendEmail: input.send_email,
});

export const INVITE_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: [PATH],
    access: { kind: "organization", scope: "organization_member:read" },
    summary: "People who were asked in and have not come yet",
    tag,
    query: pageQuery,
    response: pageSchema(invite),
    async handler({ c, access, deps, query }) {
      const { total, rows } = await listInvites(access, deps.db, query);
      const users = await findUsers(
        rows.map((row) => row.createdBy),
        deps.db,
      );
      return pageOf(
        c,
        query,
        total,
        rows.map((row) => present(row, users, deps.now())),
      );
    },
  }),
  route({
    method: "post",
    paths: [PATH],
    access: write,
    summary: "Ask somebody in by mail; answers the link this once",
    tag,
    body,
    response: invite,
    status: 201,
    async handler({ c, access, deps, body: input }) {
      const { row, url } = await inviteMember(access, invitationOf(input), deps);
      deliverSoon(c.executionCtx, deps);
      return present(row, new Map([[access.userId, access.principal.user]]), deps.now(), url);
    },
  }),
  route({
    method: "post",
    paths: [`${PATH}bulk/`],
    access: write,
    summary: "Ask several people in",
    tag,
    body: z.array(body).min(1).max(20),
    response: z.array(invite),
    status: 201,
    async handler({ c, access, deps, body: inputs }) {
      const users = new Map([[access.userId, access.principal.user]]);
      const made: z.infer<typeof invite>[] = [];
      for (const input of inputs) {
        const { row, url } = await inviteMember(access, invitationOf(input), deps);
        made.push(present(row, users, deps.now(), url));
      }
      deliverSoon(c.executionCtx, deps);
      return made;
    },
  }),
  route({
    method: "delete",
    paths: [`${PATH}:invite/`],
    access: write,
    summary: "Take an invitation back; its link is dead at once",
    tag,
    handler: ({ access, deps, param }) => revokeInvite(access, param("invite"), deps),
  }),
  route({
    method: "get",
    paths: ["/api/invites/:token/"],
    access: { kind: "public" },
    summary: "What an invitation's link leads to",
    tag,
    response: z.object({ organization_name: z.string(), target_email: z.string(), role: z.enum(ROLES) }),
    async handler({ deps, param }) {
      const { row, organizationName } = await openInvite(param("token"), deps);
      return { organization_name: organizationName, target_email: row.email, role: row.role };
    },
  }),
  route({
    method: "post",
    paths: ["/api/invites/:token/accept/"],
    access: { kind: "user", scope: null },
    summary: "Join the organisation that asked you in",
    tag,
    response: z.object({ organization_id: z.string() }),
    async handler({ access, deps, param }) {
      return { organization_id: await acceptInvite(param("token"), access.user, deps) };
    },
  }),
];
