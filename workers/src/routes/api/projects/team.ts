import * as z from "zod";
import { isoMicros } from "../../../http/time.ts";
import { publicSettings, settingsAnswer } from "../../../services/projects/settings.ts";
import type { TeamInfo } from "../../../services/projects/teams.ts";

export type { TeamInfo };

export const teamBasic = z.object({
  id: z.number().int(),
  uuid: z.string(),
  organization: z.string(),
  project_id: z.number().int(),
  api_token: z.string(),
  name: z.string(),
  completed_snippet_onboarding: z.boolean(),
  has_completed_onboarding_for: z.unknown(),
  ingested_event: z.boolean(),
  is_demo: z.boolean(),
  timezone: z.string(),
  access_control: z.boolean(),
});

export const team = teamBasic.extend({
  ...settingsAnswer.shape,
  created_at: z.string(),
  updated_at: z.string(),
  effective_membership_level: z.number().int(),
  has_group_types: z.boolean(),
  group_types: z.array(z.record(z.string(), z.unknown())),
  secret_api_token: z.null(),
  secret_api_token_backup: z.null(),
  live_events_token: z.null(),
  inject_web_apps: z.boolean(),
  person_on_events_querying_enabled: z.boolean(),
  user_access_level: z.string(),
  environment_name: z.string(),
});

export function presentTeamBasic({ environment, project, token }: TeamInfo): z.infer<typeof teamBasic> {
  const settings = publicSettings(project.settings, environment.settings);
  return {
    id: environment.id,
    uuid: environment.isDefault ? project.uuid : environment.uuid,
    organization: project.organizationId,
    project_id: project.id,
    api_token: token,
    name: environment.isDefault ? project.name : `${project.name} – ${environment.name}`,
    completed_snippet_onboarding: settings.completed_snippet_onboarding === true,
    has_completed_onboarding_for: settings.has_completed_onboarding_for,
    ingested_event: environment.ingestedEvent,
    is_demo: false,
    timezone: project.timezone,
    access_control: settings.access_control === true,
  };
}

/** The full project or environment object. */
export function presentTeam(
  info: TeamInfo,
  level: number,
  groupTypes: readonly object[],
): Record<string, unknown> {
  const { environment, project } = info;
  return {
    ...presentTeamBasic(info),
    ...publicSettings(project.settings, environment.settings),
    created_at: isoMicros(environment.createdAt),
    updated_at: isoMicros(new Date(Math.max(environment.updatedAt.getTime(), project.updatedAt.getTime()))),
    effective_membership_level: level,
    has_group_types: groupTypes.length > 0,
    group_types: groupTypes,
    secret_api_token: null,
    secret_api_token_backup: null,
    live_events_token: null,
    inject_web_apps: false,
    person_on_events_querying_enabled: true,
    user_access_level: level >= 8 ? "admin" : "member",
    environment_name: environment.name,
  };
}
