import type { OrganizationRow } from "@edgewise/db/mysql/repos/organizations.ts";
import type { Role } from "@edgewise/db/mysql/schema/organizations.ts";
import * as z from "zod";
import { levelOf } from "../../../http/roles.ts";
import type { OrganizationRules } from "../../../http/rules.ts";
import { isoMicros } from "../../../http/time.ts";
import { presentTeamBasic, type TeamInfo, teamBasic } from "../projects/team.ts";

export const organizationBasic = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  logo_media_id: z.null(),
  membership_level: z.number().int(),
  /** Ours: the exact role; levels have none for read-only members. */
  role: z.enum(["viewer", "member", "admin", "owner"]),
  members_can_use_personal_api_keys: z.boolean(),
});

export const organization = organizationBasic.extend({
  created_at: z.string(),
  updated_at: z.string(),
  plugins_access_level: z.number().int(),
  teams: z.array(teamBasic),
  projects: z.array(teamBasic),
  available_product_features: z.array(z.record(z.string(), z.unknown())),
  is_member_join_email_enabled: z.boolean(),
  metadata: z.record(z.string(), z.unknown()),
  customer_id: z.null(),
  enforce_2fa: z.boolean().nullable(),
  members_can_invite: z.boolean(),
  allow_publicly_shared_resources: z.boolean(),
  member_count: z.number().int(),
  is_ai_data_processing_approved: z.boolean(),
  default_experiment_stats_method: z.string(),
  default_role_id: z.null(),
  /** Ours: where its data lives; '' = the deployment's own region, the first of `GET /api/regions/`. */
  region: z.string(),
});

const rulesOf = (row: OrganizationRow): OrganizationRules => row.settings;

export function presentOrganizationBasic(
  row: OrganizationRow,
  role: Role,
): z.infer<typeof organizationBasic> {
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    logo_media_id: null,
    membership_level: levelOf(role),
    role,
    members_can_use_personal_api_keys: rulesOf(row).members_can_use_personal_api_keys ?? true,
  };
}

/** The full object; other environments than the default ones are found below their project. */
export function presentOrganization(
  row: OrganizationRow,
  role: Role,
  teams: readonly TeamInfo[],
  memberCount: number,
): z.infer<typeof organization> {
  const projects = teams.filter(({ environment }) => environment.isDefault).map(presentTeamBasic);
  return {
    ...presentOrganizationBasic(row, role),
    created_at: isoMicros(row.createdAt),
    updated_at: isoMicros(row.updatedAt),
    plugins_access_level: 9,
    teams: projects,
    projects,
    available_product_features: [],
    is_member_join_email_enabled: false,
    metadata: {},
    customer_id: null,
    enforce_2fa: rulesOf(row).enforce_2fa ?? null,
    members_can_invite: role === "owner" || role === "admin",
    allow_publicly_shared_resources: rulesOf(row).allow_publicly_shared_resources ?? true,
    member_count: memberCount,
    is_ai_data_processing_approved: false,
    default_experiment_stats_method: "bayesian",
    default_role_id: null,
    region: row.region,
  };
}
