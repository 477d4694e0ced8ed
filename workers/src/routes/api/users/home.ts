import type { JsonObject } from "@edgewise/core/events/types.ts";
import { findHomeSettings, saveHomeSettings } from "@edgewise/db/mysql/repos/home-settings.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import { invalid } from "../../../http/errors.ts";
import type { Person } from "../../../http/principal.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import { describeUser } from "../../../services/users/describe.ts";
import { requireMyself } from "./me.ts";

const text = z.string().max(2048);
const tab = z.object({
  id: text.optional(),
  pathname: text.regex(/^\//, 'A path begins with "/".'),
  search: text.optional(),
  hash: text.optional(),
  title: text.optional(),
  customTitle: text.nullish(),
  iconType: text.optional(),
  sceneId: text.nullish(),
  sceneKey: text.nullish(),
  sceneParams: z.record(z.string(), z.unknown()).nullish(),
  pinned: z.boolean().optional(),
});
const settings = z.object({ tabs: z.array(tab), homepage: tab.nullable() });
type Settings = z.infer<typeof settings>;

/** The person's settings in the current project. */
async function load(access: Person, deps: Deps): Promise<{ projectId: number; now: Settings }> {
  const { team } = await describeUser(access.user, deps);
  if (!team) throw invalid(null, "You have no project yet: make one first.");
  const projectId = team.project.id;
  const row = await findHomeSettings(access.user.id, projectId, deps.db);
  const now = { tabs: row?.tabs ?? [], homepage: row?.homepage ?? null } as unknown as Settings;
  return { projectId, now };
}

const at = { paths: ["/api/user_home_settings/:user_uuid/"], tag: "users", response: settings };

export const HOME_SETTINGS_ROUTES: readonly ApiRoute[] = [
  route({
    ...at,
    method: "get",
    access: { kind: "user", scope: "user:read" },
    summary: "What the person has pinned in the current project, and where the person starts",
    async handler({ access, deps, param }) {
      requireMyself(param("user_uuid"), access.user.id);
      return (await load(access, deps)).now;
    },
  }),
  route({
    ...at,
    method: "patch",
    access: { kind: "user", scope: "user:write" },
    summary: "Pin pages, or set the start page; `homepage: null` clears it",
    body: z.object({ tabs: z.array(tab).max(100).optional(), homepage: tab.nullish() }),
    async handler({ access, deps, body, param }) {
      requireMyself(param("user_uuid"), access.user.id);
      const { projectId, now } = await load(access, deps);
      const tabs = body.tabs ?? now.tabs;
      const homepage = body.homepage === undefined ? now.homepage : body.homepage;
      await saveHomeSettings(deps.db, {
        userId: access.user.id,
        projectId,
        tabs: tabs as unknown as JsonObject[],
        homepage: homepage as unknown as JsonObject | null,
        updatedAt: deps.now(),
      });
      return { tabs, homepage };
    },
  }),
];
