import { findFlags, listFlagVersions } from "@edgewise/db/mysql/repos/flags.ts";
import { findUsers } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import { hiddenIds } from "../../../http/governed.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { pathNumber } from "../../../http/path-number.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { statusOf } from "../../../services/flags/describe.ts";
import { requireFlag } from "../../../services/flags/find.ts";
import { redactDefinition } from "../../../services/flags/redact.ts";
import { restoreVersion } from "../../../services/flags/restore.ts";
import { inPlace } from "../../../services/flags/states.ts";
import { lastEvaluated } from "../../../services/flags/usage.ts";
import { dependentsOf } from "../../../services/flags/validate.ts";
import { activityPage, activityQuery, pageOfActivity } from "../activity/page.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";
import { flag, presentFlags } from "./schema.ts";

const tag = "feature flags";
const read = { kind: "project", scope: "feature_flag:read" } as const;

const flagVersion = z.object({
  version: z.number().int(),
  definition: z.record(z.string(), z.unknown()),
  created_by: userBasic.nullable(),
  created_at: z.string(),
});

/** What is known about flags beside their definition: history, status, who uses them. */
export const FLAG_HISTORY_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("feature_flags/activity/"),
    access: { kind: "project", scope: "activity_log:read" },
    summary: "Who changed which flag",
    tag,
    query: activityQuery,
    response: activityPage,
    handler: ({ c, access, deps, query }) => pageOfActivity(c, access, { scope: "FeatureFlag" }, query, deps),
  }),
  route({
    method: "get",
    paths: underProject("feature_flags/:flag/activity/"),
    access: { kind: "project", scope: "activity_log:read" },
    summary: "Who changed the flag",
    tag,
    query: activityQuery,
    response: activityPage,
    async handler({ c, access, deps, query, param }) {
      const { id } = await requireFlag(access, param("flag"), deps);
      return await pageOfActivity(c, access, { scope: "FeatureFlag", itemId: String(id) }, query, deps);
    },
  }),
  route({
    method: "get",
    paths: underProject("feature_flags/:flag/versions/"),
    access: read,
    summary: "The flag as it was after each write, newest first",
    tag,
    query: pageQuery,
    response: pageSchema(flagVersion),
    async handler({ c, access, deps, query, param }) {
      const { id } = await requireFlag(access, param("flag"), deps);
      const { total, rows } = await listFlagVersions(access, deps.db, id, query);
      const users = await findUsers(
        rows.map((row) => row.createdBy),
        deps.db,
      );
      const results = rows.map((row) => ({
        version: row.version,
        definition: redactDefinition(row.definition),
        created_by: presentAuthor(row.createdBy, users),
        created_at: isoMicros(row.createdAt),
      }));
      return pageOf(c, query, total, results);
    },
  }),
  route({
    method: "post",
    paths: underProject("feature_flags/:flag/versions/:version/restore/"),
    access: { kind: "project", scope: "feature_flag:write" },
    summary: "Make the flag what it was at a version",
    tag,
    response: flag,
    async handler({ access, deps, param }) {
      const row = await requireFlag(access, param("flag"), deps);
      await restoreVersion(access, row, pathNumber(param("version")), deps);
      const [shown] = await presentFlags([await requireFlag(access, String(row.id), deps)], access, deps);
      return shown;
    },
  }),
  route({
    method: "get",
    paths: underProject("feature_flags/:flag/status/"),
    access: read,
    summary: "Whether the flag still does something",
    tag,
    response: z.object({ status: z.string(), reason: z.string() }),
    async handler({ access, deps, param }) {
      const [row, last] = await Promise.all([
        requireFlag(access, param("flag"), deps),
        lastEvaluated(access, deps),
      ]);
      return statusOf(inPlace(row, access), deps.now(), last[row.key] ?? null);
    },
  }),
  route({
    method: "get",
    paths: underProject("feature_flags/:flag/dependent_flags/"),
    access: read,
    summary: "Flags whose conditions refer to this one",
    tag,
    response: z.array(z.object({ id: z.number().int(), key: z.string(), name: z.string() })),
    async handler({ access, deps, param }) {
      const rows = await dependentsOf(access, deps.db, await requireFlag(access, param("flag"), deps));
      return rows.map(({ id, key, name }) => ({ id, key, name }));
    },
  }),
  route({
    method: "post",
    paths: underProject("feature_flags/bulk_keys/"),
    access: read,
    summary: "Keys of flags by number",
    tag,
    body: z.object({
      ids: z.array(z.union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)])).max(1000),
    }),
    response: z.object({ keys: z.record(z.string(), z.string()) }),
    async handler({ access, deps, body }) {
      const hidden = hiddenIds(access, "feature_flag");
      const rows = (await findFlags(access, deps.db, body.ids)).filter(({ id }) => !hidden.includes(id));
      return { keys: Object.fromEntries(rows.map((row) => [String(row.id), row.key])) };
    },
  }),
];
