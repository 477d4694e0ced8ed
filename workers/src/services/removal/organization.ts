import type { Executor } from "@edgewise/db/mysql/client.ts";
import { bumpConfigVersion } from "@edgewise/db/mysql/repos/config-versions.ts";
import {
  findMembership,
  listMembers,
  type OrganizationRow,
  updateMembershipRole,
} from "@edgewise/db/mysql/repos/organizations.ts";
import { listProjects, type ProjectRow } from "@edgewise/db/mysql/repos/projects.ts";
import {
  type Removal,
  restorableOrganizations,
  restorableProjects,
  setOrganizationRemoval,
  setProjectRemoval,
} from "@edgewise/db/mysql/repos/removal.ts";
import type { Deps } from "../../deps.ts";
import { type OrganizationAccess, requireNoTeamLimit } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import type { Person } from "../../http/principal.ts";
import { recordActivity } from "../activity/record.ts";
import { paymentAccount } from "../billing/payments/account.ts";
import { endPlan } from "../billing/payments/end-account.ts";
import { pushOrLeaveToJob } from "../config/push-snapshot.ts";
import { queueMail } from "../notifications/queue.ts";
import { RESTORED, removedAt } from "./grace.ts";
import { forgetTokensOf } from "./project.ts";

const ALL = { limit: 1000, offset: 0 };

/** Deletes an organisation with its projects, for everybody and at once; its owners get a mail with the way back. */
export async function deleteOrganization(
  access: OrganizationAccess,
  organization: OrganizationRow,
  deps: Deps,
): Promise<void> {
  const { organizationId, userId } = access;
  const now = deps.now();
  const removal = removedAt(now);
  const { plan } = await paymentAccount(access, deps);
  const projects = await listProjects([organizationId], deps.db);
  const actor = { organizationId, projectId: null, userId };
  await deps.db.transaction(async (tx) => {
    await setOrganizationRemoval(access, tx, removal, now);
    await setProjects(projects, removal, tx, now);
    await recordActivity(actor, tx, deps, { ...entry(organization), activity: "deleted" });
    await mailOwners(access, organization, { ...removal, hadPlan: plan !== "free" }, tx, deps);
  });
  await tellEdge(projects, deps);
  await forgetTokensOf(
    projects.map(({ id }) => id),
    deps,
  );
  // What fails here is done by the minute job.
  await endPlan(access, deps).catch((error: unknown) =>
    console.error(JSON.stringify({ endPlan: organizationId, error: String(error) })),
  );
}

/** Brings a deleted organisation back with the projects that went with it. Owners only. */
export async function restoreOrganization(
  person: Person,
  organizationId: string,
  deps: Deps,
): Promise<OrganizationRow> {
  requireNoTeamLimit(person);
  const mine = await restorableOrganizations(person.user.id, deps.db);
  const organization = mine.find(({ id }) => id === organizationId);
  if (!organization) throw notFound("There is no deleted organization that you could restore.");
  const now = deps.now();
  const projects = (await restorableProjects({ organizationId }, deps.db)).filter(
    ({ deletedAt }) => deletedAt?.getTime() === organization.deletedAt?.getTime(),
  );
  await deps.db.transaction(async (tx) => {
    await setOrganizationRemoval({ organizationId }, tx, RESTORED, now);
    await setProjects(projects, RESTORED, tx, now);
    const actor = { organizationId, projectId: null, userId: person.user.id };
    await recordActivity(actor, tx, deps, { ...entry(organization), activity: "restored" });
  });
  await tellEdge(projects, deps);
  return organization;
}

/** Makes another member owner, and whoever hands over an admin. */
export async function transferOwnership(access: OrganizationAccess, heir: string, deps: Deps): Promise<void> {
  const { organizationId, userId } = access;
  if (heir === userId) throw invalid("user", "You are the owner already.");
  const member = await findMembership(access, deps.db, heir);
  if (!member) throw invalid("user", "Only a member can become owner: invite them first.", "does_not_exist");
  const now = deps.now();
  const role = (before: string, after: string) =>
    ({ type: "OrganizationMembership", action: "changed", field: "role", before, after }) as const;
  await deps.db.transaction(async (tx) => {
    await updateMembershipRole(access, tx, heir, "owner", now);
    await updateMembershipRole(access, tx, userId, "admin", now);
    const actor = { organizationId, projectId: null, userId };
    const scope = "OrganizationMembership";
    await recordActivity(actor, tx, deps, {
      scope,
      itemId: heir,
      activity: "updated",
      changes: [role(member.role, "owner")],
    });
    await recordActivity(actor, tx, deps, {
      scope,
      itemId: userId,
      activity: "updated",
      changes: [role("owner", "admin")],
    });
  });
}

const entry = ({ id, name }: OrganizationRow) => ({ scope: "Organization", itemId: id, name });

async function setProjects(
  projects: readonly ProjectRow[],
  removal: Removal,
  tx: Executor,
  now: Date,
): Promise<void> {
  for (const { id, organizationId } of projects) {
    const tenant = { organizationId, projectId: id };
    await bumpConfigVersion(tenant, tx, now);
    await setProjectRemoval(tenant, tx, removal, now);
  }
}

async function tellEdge(projects: readonly ProjectRow[], deps: Deps): Promise<void> {
  for (const { id, organizationId } of projects)
    await pushOrLeaveToJob({ organizationId, projectId: id }, deps);
}

async function mailOwners(
  access: OrganizationAccess,
  organization: OrganizationRow,
  removal: Removal & { readonly hadPlan: boolean },
  tx: Executor,
  deps: Deps,
): Promise<void> {
  const { rows } = await listMembers(access, tx, ALL, "owner");
  const until = removal.eraseAt?.toISOString().slice(0, 10) ?? "";
  const by = access.principal.user.email;
  for (const { user } of rows)
    await queueMail(tx, deps, {
      key: `deleted:${organization.id}:${removal.deletedAt?.getTime()}:${user.id}`,
      to: user.email,
      organizationId: organization.id,
      mail: {
        subject: `${organization.name} was deleted`,
        preview: `It can be restored until ${until}.`,
        blocks: [
          {
            kind: "text",
            text: `${by} deleted ${organization.name} with all its projects. Nobody can open them, and no events are taken. On ${until} the data is erased for good.${removal.hadPlan ? " Its plan has ended; what was used until today is on a last invoice." : ""}`,
          },
          { kind: "button", label: "Restore it", url: `${deps.config.webUrl}/organizations` },
        ],
        footer: "You get this because you are an owner of the organization.",
      },
    });
}
