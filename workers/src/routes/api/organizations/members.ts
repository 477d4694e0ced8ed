import { findMembership, listMembers, type MembershipRow } from "@edgewise/db/mysql/repos/organizations.ts";
import { type LogInFacts, logInFacts } from "@edgewise/db/mysql/repos/second-factors.ts";
import { findUser, type UserRow } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { OrganizationAccess } from "../../../http/authorize.ts";
import { invalid, notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { levelOf, ROLES, roleOfLevel } from "../../../http/roles.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { addMember, changeRole, removeMember } from "../../../services/organizations/members.ts";
import { presentUserBasic, userBasic } from "../users/basic.ts";

const tag = "organizations";

const member = z.object({
  id: z.string(),
  user: userBasic,
  level: z.number().int(),
  role: z.enum(ROLES),
  joined_at: z.string(),
  updated_at: z.string(),
  is_2fa_enabled: z.boolean(),
  has_social_auth: z.boolean(),
  last_login: z.string().nullable(),
});

interface Seat {
  readonly membership: MembershipRow;
  readonly user: UserRow;
}

function present({ membership, user }: Seat, facts: LogInFacts | undefined): z.infer<typeof member> {
  return {
    id: membership.id,
    user: presentUserBasic(user),
    level: levelOf(membership.role),
    role: membership.role,
    joined_at: isoMicros(membership.createdAt),
    updated_at: isoMicros(membership.updatedAt),
    is_2fa_enabled: facts?.hasSecondFactor ?? false,
    has_social_auth: facts?.hasSocial ?? false,
    last_login: facts?.lastLogin ? isoMicros(facts.lastLogin) : null,
  };
}

async function loadMember(access: OrganizationAccess, userId: string, deps: Deps) {
  const [membership, user] = await Promise.all([
    findMembership(access, deps.db, userId),
    findUser(userId, deps.db),
  ]);
  if (!membership || !user) throw notFound();
  const facts = await logInFacts([userId], deps.db);
  return present({ membership, user }, facts.get(userId));
}

const PATH = ["/api/organizations/:organization_id/members/:user_uuid/"];

export const MEMBER_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: ["/api/organizations/:organization_id/members/"],
    access: { kind: "organization", scope: "organization_member:read" },
    summary: "Members of an organization",
    tag,
    query: pageQuery,
    response: pageSchema(member),
    async handler({ c, access, deps, query }) {
      const { total, rows } = await listMembers(access, deps.db, query);
      const facts = await logInFacts(
        rows.map(({ user }) => user.id),
        deps.db,
      );
      return pageOf(
        c,
        query,
        total,
        rows.map((row) => present(row, facts.get(row.user.id))),
      );
    },
  }),
  route({
    method: "post",
    paths: ["/api/organizations/:organization_id/members/"],
    access: { kind: "organization", scope: "organization_member:write", role: "admin" },
    summary: "Add somebody who has signed up",
    tag,
    body: z.object({ email: z.email(), role: z.enum(ROLES).default("member") }),
    response: member,
    status: 201,
    async handler({ access, deps, body }) {
      return await loadMember(access, await addMember(access, body, deps), deps);
    },
  }),
  route({
    method: "patch",
    paths: PATH,
    access: { kind: "organization", scope: "organization_member:write", role: "admin" },
    summary: "Change a member's role",
    tag,
    body: z.object({ role: z.enum(ROLES).optional(), level: z.number().int().optional() }),
    response: member,
    async handler({ access, deps, body, param }) {
      const role = body.role ?? (body.level === undefined ? null : roleOfLevel(body.level));
      if (role === null)
        throw invalid("level", "Use 1 (member), 8 (admin) or 15 (owner), or `role`.", "invalid_choice");
      await changeRole(access, param("user_uuid"), role, deps);
      return await loadMember(access, param("user_uuid"), deps);
    },
  }),
  route({
    method: "delete",
    paths: PATH,
    access: { kind: "organization", scope: "organization_member:write", role: "admin" },
    summary: "Remove a member",
    tag,
    handler: ({ access, deps, param }) => removeMember(access, param("user_uuid"), deps),
  }),
];
