import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { OrganizationAccess } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import { recordActivity } from "../../../services/activity/record.ts";
import { archivedDays, restoreDay } from "../../../services/billing/archive.ts";
import { dayOf } from "../../../services/billing/overview.ts";
import { inRegionOf } from "../../../services/regions/in-region.ts";
import { visibleEnvironments } from "./visible.ts";

const tag = "billing";
const paths = ["/api/organizations/:organization_id/billing/archive/"];
const DAY_MS = 86_400_000;
const KEPT_DAYS = 30;
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, "Use YYYY-MM-DD.");
const archived = z.object({ environment_id: z.number().int(), day, events: z.number().int() });

async function requireEnvironment(access: OrganizationAccess, id: number, deps: Deps): Promise<void> {
  const all = await visibleEnvironments(access, deps);
  if (!all.some((environment) => environment.id === id)) throw notFound(`There is no environment ${id}.`);
}

/** What came over a limit in the last 30 days, and storing it after all. */
export const ARCHIVE_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths,
    access: { kind: "organization", scope: "billing:read" },
    summary: "Events of an environment that came over a limit and can be restored, by day",
    tag,
    query: z.object({ environment_id: z.coerce.number().int().positive() }),
    response: z.object({ results: z.array(archived) }),
    async handler({ access, deps, query }) {
      await requireEnvironment(access, query.environment_id, deps);
      const today = deps.now().getTime();
      const days = Array.from({ length: KEPT_DAYS + 1 }, (_, back) => dayOf(today - back * DAY_MS));
      const found = await archivedDays(query.environment_id, days, await inRegionOf(access, deps));
      return {
        results: found.map(({ environmentId, ...rest }) => ({ environment_id: environmentId, ...rest })),
      };
    },
  }),
  route({
    method: "post",
    paths: ["/api/organizations/:organization_id/billing/archive/restore/"],
    access: { kind: "organization", scope: "billing:write", role: "admin" },
    summary: "Store a day's events that came over a limit, or those of one name; they are billed then",
    tag,
    body: z.object({
      environment_id: z.number().int().positive(),
      day,
      event: z.string().max(200).default(""),
    }),
    response: z.object({ restored: z.number().int() }),
    async handler({ access, deps, body }) {
      await requireEnvironment(access, body.environment_id, deps);
      const { organizationId, userId } = access;
      const { environment_id: environmentId, event } = body;
      const day = { organizationId, environmentId, day: body.day, event };
      const restored = await restoreDay(day, await inRegionOf(access, deps));
      await recordActivity({ organizationId, userId, projectId: null }, deps.db, deps, {
        scope: "Billing",
        itemId: environmentId,
        activity: "restored",
        name: `${restored} events of ${body.day}${event === "" ? "" : `, ${event}`}`,
      });
      return { restored };
    },
  }),
];
