import { RESTORE_DAYS } from "@edgewise/core/privacy/retention.ts";
import type { Executor } from "@edgewise/db/mysql/client.ts";
import { listMembers } from "@edgewise/db/mysql/repos/organizations.ts";
import type { Deps } from "../../deps.ts";
import { roleAtLeast } from "../../http/roles.ts";
import { queueMail } from "../notifications/queue.ts";
import type { QueryTenant } from "../query/tenant.ts";

const MAX_MAILS = 200;

/** Tells admins and owners what will go, when, and how to keep it. */
export async function tellRetention(
  tenant: QueryTenant,
  days: number,
  effectiveAt: Date,
  tx: Executor,
  deps: Deps,
): Promise<void> {
  const { organizationId, projectId, environmentId, project } = tenant;
  const date = effectiveAt.toISOString().slice(0, 10);
  const text =
    `From ${date} on, events of "${project.name}" older than ${days} days are deleted, day by day. ` +
    `Until then you can export them or keep them longer; afterwards they can be restored for ${RESTORE_DAYS} days.`;
  const { rows } = await listMembers({ organizationId }, tx, { limit: MAX_MAILS, offset: 0 });
  for (const { membership, user } of rows) {
    if (!roleAtLeast(membership.role, "admin")) continue;
    await queueMail(tx, deps, {
      key: `retention:${environmentId}:${days}:${date}:${user.id}`,
      to: user.email,
      organizationId,
      projectId,
      mail: {
        subject: `Events of ${project.name} older than ${days} days will be deleted from ${date} on`,
        preview: text,
        blocks: [
          { kind: "text", text },
          {
            kind: "button",
            label: "Open privacy settings",
            url: `${deps.config.webUrl}/project/${environmentId}/settings/privacy`,
          },
        ],
        footer: "You get this because you look after this organisation’s data.",
      },
    });
  }
}
