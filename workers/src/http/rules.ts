import type { Executor } from "@edgewise/db/mysql/client.ts";
import type { MembershipRow, OrganizationRow } from "@edgewise/db/mysql/repos/organizations.ts";
import { hasPasskey } from "@edgewise/db/mysql/repos/second-factors.ts";
import { ApiError } from "./errors.ts";
import type { Person } from "./principal.ts";
import { roleAtLeast } from "./roles.ts";

/** Rules that an organisation sets for its members; absent = the default. */
export interface OrganizationRules {
  /** Members need a second factor; default no. */
  readonly enforce_2fa?: boolean;
  /** Members and viewers may use personal keys; default yes. */
  readonly members_can_use_personal_api_keys?: boolean;
  /** Dashboards and insights may be shared by link; default yes. */
  readonly allow_publicly_shared_resources?: boolean;
}

/** Throws 403 when a person does not keep the rules of an organisation they belong to. */
export async function requireRules(
  { key, user }: Person,
  { membership, organization }: { membership: MembershipRow; organization: OrganizationRow },
  db: Executor,
): Promise<void> {
  const rules: OrganizationRules = organization.settings;
  if (
    key !== null &&
    rules.members_can_use_personal_api_keys === false &&
    !roleAtLeast(membership.role, "admin")
  )
    throw new ApiError(
      "permission_denied",
      `${organization.name} lets only its admins use personal API keys.`,
    );
  if (rules.enforce_2fa !== true || user.twoFactorEnabled || (await hasPasskey(user.id, db))) return;
  throw new ApiError(
    "2fa_setup_required",
    `${organization.name} asks its members for a second factor: set one up in the settings of your account.`,
  );
}
