import { refuseUrl } from "@edgewise/core/notifications/public-address.ts";
import { findAlert, updateAlert } from "@edgewise/db/mysql/repos/alerts.ts";
import * as z from "zod";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, invalid, notFound } from "../../http/errors.ts";
import { commitLogged } from "../activity/commit-logged.ts";

const MOST = 5;

export const destinationBody = z.object({
  type: z.enum(["slack", "webhook", "discord", "teams"]),
  /** URL of an incoming web hook. */
  url: z.string().max(2048).nullish(),
});

/** Lets an alert post to a web hook too. Returns the destination's id. */
export async function addDestination(
  access: ProjectAccess,
  id: string,
  body: z.output<typeof destinationBody>,
  deps: Deps,
): Promise<string> {
  const url = body.url ?? "";
  const refused = refuseUrl(url, deps.config.webhookAllow);
  if (refused !== null)
    throw invalid(
      "url",
      `Use the URL of an incoming web hook: there are no connected workspaces. ${refused}`,
    );
  const destination = { id: deps.newId(), type: body.type, url };
  return await commitLogged(access, deps, async (tx) => {
    const row = await findAlert(access, tx, id, { lock: true });
    if (!row) throw notFound();
    if (row.destinations.length >= MOST)
      throw new ApiError("conflict", `An alert has up to ${MOST} destinations.`);
    const destinations = [...row.destinations, destination];
    await updateAlert(tx, id, { destinations, updatedAt: deps.now() });
    const activity = `destination added: ${new URL(url).host}`;
    const entries = [{ scope: "AlertConfiguration", itemId: id, activity, name: row.name }];
    return { result: destination.id, entries };
  });
}

/** Takes destinations away. Throws 404 when one is none of the alert's. */
export async function removeDestinations(
  access: ProjectAccess,
  id: string,
  ids: readonly string[],
  deps: Deps,
): Promise<void> {
  await commitLogged(access, deps, async (tx) => {
    const row = await findAlert(access, tx, id, { lock: true });
    if (!row || ids.some((wanted) => !row.destinations.some((item) => item.id === wanted))) throw notFound();
    const destinations = row.destinations.filter((item) => !ids.includes(item.id));
    await updateAlert(tx, id, { destinations, updatedAt: deps.now() });
    const entries = [
      { scope: "AlertConfiguration", itemId: id, activity: "destination removed", name: row.name },
    ];
    return { result: undefined, entries };
  });
}
