/** Shapes of the public API, as far as the web app reads them. */

export interface Page<T> {
  readonly count?: number;
  readonly next: string | null;
  readonly previous?: string | null;
  readonly results: readonly T[];
}

export interface UserBasic {
  readonly uuid?: string;
  readonly first_name: string;
  readonly last_name?: string;
  readonly email: string;
}

export interface ProjectBasic {
  readonly id: number;
  readonly name: string;
  readonly api_token?: string;
  readonly organization?: string;
  /** The project that an environment belongs to. */
  readonly project_id?: number;
}

export interface OrganizationBasic {
  readonly id: string;
  readonly name: string;
}

export interface Organization extends OrganizationBasic {
  readonly membership_level?: number | null;
  readonly role?: "viewer" | "member" | "admin" | "owner";
  /** Where its data lives; '' = the first of the installation's regions. */
  readonly region?: string;
  readonly enforce_2fa?: boolean | null;
  readonly members_can_use_personal_api_keys?: boolean;
  readonly allow_publicly_shared_resources?: boolean;
  readonly projects?: readonly ProjectBasic[];
  readonly teams?: readonly ProjectBasic[];
}

export interface Me extends UserBasic {
  readonly is_email_verified?: boolean | null;
  readonly is_2fa_enabled?: boolean;
  readonly has_password?: boolean;
  readonly has_social_auth?: boolean;
  readonly has_sso_enforcement?: boolean;
  readonly organization: Organization | null;
  readonly organizations: readonly OrganizationBasic[];
  readonly team: ProjectBasic | null;
}

export interface Project extends ProjectBasic {
  readonly api_token: string;
  readonly secret_api_token?: string | null;
  readonly timezone: string;
  readonly week_start_day: number | null;
  readonly ingested_event?: boolean;
  readonly group_types?: readonly GroupType[];
  readonly [setting: string]: unknown;
}

export interface GroupType {
  readonly group_type: string;
  readonly group_type_index: number;
  readonly name_singular?: string | null;
  readonly name_plural?: string | null;
}

export interface Member {
  readonly id: string;
  readonly user: UserBasic;
  readonly level: number;
  readonly joined_at: string;
}

export interface PersonalKey {
  readonly id: string;
  readonly label: string;
  /** Only in the answer to create and roll. */
  readonly value?: string | null;
  readonly mask_value: string | null;
  readonly created_at: string;
  readonly last_used_at: string | null;
  readonly expires_at?: string | null;
  readonly scopes: readonly string[];
}

export interface Person {
  readonly id: string | number;
  readonly uuid: string;
  readonly name?: string;
  readonly distinct_ids: readonly string[];
  readonly properties: Readonly<Record<string, unknown>>;
  readonly created_at: string | null;
  readonly is_identified?: boolean;
}

export interface ActivityItem {
  readonly id: string;
  readonly user: UserBasic | null;
  readonly activity: string;
  readonly created_at: string;
  readonly detail: {
    readonly name?: string | null;
    readonly changes?: readonly ActivityChange[] | null;
    /** The job that did it by itself. */
    readonly trigger?: { readonly job_type: string; readonly job_id: string } | null;
  } | null;
}

export interface ActivityChange {
  readonly action: string;
  readonly field?: string | null;
  readonly before?: unknown;
  readonly after?: unknown;
}
