import { findUser } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import { invalid, notFound } from "../../../http/errors.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import { leaveOrganization } from "../../../services/organizations/members.ts";
import { describeUser, type Me } from "../../../services/users/describe.ts";
import { updateMe } from "../../../services/users/update.ts";
import {
  organization,
  organizationBasic,
  presentOrganization,
  presentOrganizationBasic,
} from "../organizations/schema.ts";
import { presentTeamBasic, teamBasic } from "../projects/team.ts";
import { presentUserBasic, userBasic } from "./basic.ts";

export const me = userBasic.extend({
  pending_email: z.null(),
  notification_settings: z.record(z.string(), z.unknown()),
  anonymize_data: z.boolean(),
  toolbar_mode: z.string(),
  has_password: z.boolean(),
  is_staff: z.boolean(),
  is_impersonated: z.boolean(),
  is_impersonated_until: z.null(),
  sensitive_session_expires_at: z.null(),
  team: teamBasic.nullable(),
  organization: organization.nullable(),
  organizations: z.array(organizationBasic),
  events_column_config: z.record(z.string(), z.unknown()),
  is_2fa_enabled: z.boolean(),
  has_social_auth: z.boolean(),
  has_sso_enforcement: z.boolean(),
  has_seen_product_intro_for: z.record(z.string(), z.unknown()),
  scene_personalisation: z.array(z.record(z.string(), z.unknown())),
  theme_mode: z.enum(["light", "dark", "system"]).nullable(),
});

export function presentMe({ user, organizations, current, team, facts, ssoOnly }: Me): z.infer<typeof me> {
  const theme = user.preferences?.theme_mode;
  return {
    ...presentUserBasic(user),
    pending_email: null,
    notification_settings: {},
    anonymize_data: false,
    toolbar_mode: "toolbar",
    has_password: facts.hasPassword,
    is_staff: false,
    is_impersonated: false,
    is_impersonated_until: null,
    sensitive_session_expires_at: null,
    team: team === null ? null : presentTeamBasic(team),
    organization:
      current === null
        ? null
        : presentOrganization(current.organization, current.role, current.teams, current.memberCount),
    organizations: organizations.map((entry) => presentOrganizationBasic(entry.organization, entry.role)),
    events_column_config: { active: "DEFAULT" },
    is_2fa_enabled: facts.hasTotp,
    has_social_auth: facts.hasSocial,
    has_sso_enforcement: ssoOnly,
    has_seen_product_intro_for: {},
    scene_personalisation: [],
    theme_mode: theme === "light" || theme === "dark" || theme === "system" ? theme : null,
  };
}

const meBody = z.object({
  first_name: z.string().min(1).max(150).optional(),
  theme_mode: z.enum(["light", "dark", "system"]).nullable().optional(),
  set_current_organization: z.string().optional(),
  set_current_team: z.union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)]).optional(),
});

/** Only oneself is served: `@me` or one's own uuid. */
export function requireMyself(given: string, userId: string): void {
  if (given !== "@me" && given !== userId) throw notFound();
}

export const USER_ROUTES: readonly ApiRoute[] = [
  route({
    method: "post",
    paths: ["/api/users/:user_uuid/leave_organization/"],
    access: { kind: "user", scope: null },
    summary: "Leave an organization; its last owner stays",
    tag: "users",
    body: z.object({ organization: z.string() }),
    async handler({ access, deps, body, param }) {
      requireMyself(param("user_uuid"), access.user.id);
      await leaveOrganization(access, body.organization, deps);
    },
  }),
  route({
    method: "get",
    paths: ["/api/users/:user_uuid/"],
    access: { kind: "user", scope: "user:read" },
    summary: "The person who asks (`@me`)",
    tag: "users",
    response: me,
    async handler({ access, deps, param }) {
      requireMyself(param("user_uuid"), access.user.id);
      return presentMe(await describeUser(access.user, deps));
    },
  }),
  route({
    method: "patch",
    paths: ["/api/users/:user_uuid/"],
    access: { kind: "user", scope: "user:write" },
    summary: "Change name, theme, current organisation or project",
    tag: "users",
    body: meBody,
    response: me,
    async handler({ access, deps, body, param }) {
      requireMyself(param("user_uuid"), access.user.id);
      await updateMe(access.user, body, deps);
      const fresh = await findUser(access.user.id, deps.db);
      if (!fresh) throw invalid(null, "The user is gone.");
      return presentMe(await describeUser(fresh, deps));
    },
  }),
];
