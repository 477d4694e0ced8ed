import { findFlag } from "@edgewise/db/mysql/repos/flags.ts";
import {
  listReleaseEntries,
  listReleases,
  type ReleaseRow,
} from "@edgewise/db/mysql/repos/guarded-releases.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { hiddenIds } from "../../../http/governed.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { requireFlag } from "../../../services/flags/find.ts";
import { inPlace } from "../../../services/flags/states.ts";
import { peopleBehind } from "../../../services/releases/ask.ts";
import { releaseBody, releaseChange } from "../../../services/releases/body.ts";
import { placeOf } from "../../../services/releases/place.ts";
import { startRelease } from "../../../services/releases/start.ts";
import {
  type Action,
  changeRelease,
  requireRelease,
  steerRelease,
} from "../../../services/releases/steer.ts";
import { tickRelease } from "../../../services/releases/tick.ts";
import {
  presentEntries,
  presentReleases,
  release,
  releaseEntry,
  releaseState,
  releaseWithTrail,
} from "./schema.ts";

const tag = "guarded releases";
const read = { kind: "project", scope: "feature_flag:read" } as const;
const write = { kind: "project", scope: "feature_flag:write" } as const;

const filters = pageQuery.extend({
  /** Names separated by commas. */
  state: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(releaseState))
    .optional(),
  all_environments: z.stringbool().optional(),
});

async function shown(access: ProjectAccess, id: string, deps: Deps) {
  const row = await requireRelease(access, id, deps);
  const [one] = await presentReleases([row], access, deps);
  return { ...one, trail: row.trail };
}

const SUMMARIES: Readonly<Record<Action, string>> = {
  pause: "Stay at the step; the guard goes on watching",
  unpause: "Go on after a pause",
  advance: "Go to the next step now",
  roll_back: "Roll back by hand",
  disable_guard: "Switch the guard off: steps go by time alone",
  enable_guard: "Switch the guard on again",
  end: "End the release; the flag stays as it is",
  resume: "Set the step again although it was rolled back; needs a reason",
};

const page = (access: ProjectAccess, query: z.output<typeof filters>, flagId?: number) => ({
  states: query.state,
  flagId,
  environmentId: query.all_environments ? undefined : access.environmentId,
  without: hiddenIds(access, "feature_flag"),
});

/** Releases that are compared with those who don't have them, and roll back by themselves. */
export const RELEASE_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("guarded_releases/"),
    access: read,
    summary: "Guarded releases of the environment, newest first",
    tag,
    query: filters,
    response: pageSchema(release),
    async handler({ c, access, deps, query }) {
      const { total, rows } = await listReleases(access, deps.db, page(access, query), query);
      return pageOf(c, query, total, await presentReleases(rows, access, deps));
    },
  }),
  route({
    method: "get",
    paths: underProject("feature_flags/:flag/guarded_releases/"),
    access: read,
    summary: "Guarded releases of a flag in the environment, newest first",
    tag,
    query: filters,
    response: pageSchema(release),
    async handler({ c, access, deps, query, param }) {
      const { id } = await requireFlag(access, param("flag"), deps);
      const { total, rows } = await listReleases(access, deps.db, page(access, query, id), query);
      return pageOf(c, query, total, await presentReleases(rows, access, deps));
    },
  }),
  route({
    method: "post",
    paths: underProject("feature_flags/:flag/guarded_releases/"),
    access: write,
    summary: "Start a guarded release: its first step is set at once",
    tag,
    body: releaseBody,
    response: releaseWithTrail,
    status: 201,
    async handler({ access, deps, body, param }) {
      const flag = await requireFlag(access, param("flag"), deps);
      if (flag.deleted) throw notFound();
      return await shown(access, await startRelease(access, flag, body, deps), deps);
    },
  }),
  route({
    method: "get",
    paths: underProject("guarded_releases/:release/"),
    access: read,
    summary: "One guarded release with its looks at the present step",
    tag,
    response: releaseWithTrail,
    handler: ({ access, deps, param }) => shown(access, param("release"), deps),
  }),
  route({
    method: "patch",
    paths: underProject("guarded_releases/:release/"),
    access: write,
    summary: "Change guard-rails, margins, who hears of it, and the steps that lie ahead",
    tag,
    body: releaseChange,
    response: releaseWithTrail,
    async handler({ access, deps, body, param }) {
      await changeRelease(access, param("release"), body, deps);
      return await shown(access, param("release"), deps);
    },
  }),
  route({
    method: "get",
    paths: underProject("guarded_releases/:release/history/"),
    access: read,
    summary: "What happened to a release, newest first",
    tag,
    response: z.array(releaseEntry),
    async handler({ access, deps, param }) {
      const { id } = await requireRelease(access, param("release"), deps);
      return await presentEntries(await listReleaseEntries(access, deps.db, id), deps);
    },
  }),
  route({
    method: "get",
    paths: underProject("guarded_releases/:release/people/"),
    access: read,
    summary: "The people behind a guard-rail's figure at the last look, those with the greatest value first",
    tag,
    query: pageQuery.extend({ guard: z.string(), side: z.enum(["on", "off"]).default("on") }),
    response: z.object({
      results: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          value: z.number(),
          /** The last one that counted. */
          session_id: z.string().nullable(),
        }),
      ),
    }),
    async handler({ access, deps, query, param }) {
      const row = await requireRelease(access, param("release"), deps);
      const flag = await findFlag(access, deps.db, row.flagId);
      const place = await placeOf(row, access.userId, deps);
      if (!flag || !place) throw notFound("The flag of this release is gone.");
      const results = await peopleBehind(place.actor, row, inPlace(flag, place.actor), query, deps);
      return { results };
    },
  }),
  route({
    method: "post",
    paths: underProject("guarded_releases/:release/check/"),
    access: write,
    summary: "Look at the release now, and do what follows, as the job does every minute",
    tag,
    response: releaseWithTrail,
    async handler({ access, deps, param }) {
      const row: ReleaseRow = await requireRelease(access, param("release"), deps, "editor");
      await tickRelease(row, deps);
      return await shown(access, row.id, deps);
    },
  }),
  ...(Object.entries(SUMMARIES) as [Action, string][]).map(([action, summary]) =>
    route({
      method: "post",
      paths: underProject(`guarded_releases/:release/${action}/`),
      access: write,
      summary,
      tag,
      body: z.object({ reason: z.string().max(1000).default("") }).default({ reason: "" }),
      response: releaseWithTrail,
      async handler({ access, deps, body, param }) {
        await steerRelease(access, param("release"), action, body.reason, deps);
        return await shown(access, param("release"), deps);
      },
    }),
  ),
];
