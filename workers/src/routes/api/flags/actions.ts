import * as z from "zod";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import type { FlagBody } from "../../../services/flags/body.ts";
import { deleteFlags, retagFlags } from "../../../services/flags/bulk.ts";
import { requireFlag } from "../../../services/flags/find.ts";
import { retagAnswer, retagBody } from "../../../services/flags/tags.ts";
import { changeFlag } from "../../../services/flags/write.ts";
import { flag, presentFlags } from "./schema.ts";

const tag = "feature flags";
const write = { kind: "project", scope: "feature_flag:write" } as const;

const number = z.union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)]);
const numbers = z.array(number).min(1).max(1000);
const listed = z.union([z.string(), z.array(z.string()).transform((list) => JSON.stringify(list))]);

const filters = z.object({
  search: z.string().optional(),
  active: z.union([z.string(), z.boolean().transform(String)]).optional(),
  archived: z.union([z.string(), z.boolean().transform(String)]).optional(),
  type: z.string().optional(),
  created_by_id: z.union([z.string(), z.number().transform(String)]).optional(),
  evaluation_runtime: z.string().optional(),
  has_evaluation_contexts: z.union([z.string(), z.boolean().transform(String)]).optional(),
  tags: listed.optional(),
  excluded_tags: listed.optional(),
});

const SWITCHES: Readonly<Record<string, { summary: string; body: Partial<FlagBody> }>> = {
  enable: { summary: "Switch a flag on", body: { active: true } },
  disable: { summary: "Switch a flag off", body: { active: false } },
  archive: { summary: "Put a flag away: it stops answering", body: { archived: true } },
  unarchive: { summary: "Bring a flag back", body: { archived: false } },
};

/** One word changes of a flag, and changes of many flags at once. */
export const FLAG_ACTION_ROUTES: readonly ApiRoute[] = [
  ...Object.entries(SWITCHES).map(([verb, { summary, body }]) =>
    route({
      method: "post",
      paths: underProject(`feature_flags/:flag/${verb}/`),
      access: write,
      summary,
      tag,
      response: flag,
      async handler({ access, deps, param }) {
        const { id } = await requireFlag(access, param("flag"), deps);
        await changeFlag(access, id, body, deps);
        const [shown] = await presentFlags([await requireFlag(access, String(id), deps)], access, deps);
        return shown;
      },
    }),
  ),
  route({
    method: "post",
    paths: underProject("feature_flags/bulk_delete/"),
    access: write,
    summary: "Delete flags by number or by list filters; those that others need stay and are named",
    tag,
    body: z.object({ ids: numbers.optional(), filters: filters.optional() }),
    response: z.object({
      deleted: z.array(z.object({ id: z.number().int(), key: z.string() })),
      errors: z.array(z.object({ id: z.number().int(), key: z.string(), reason: z.string() })),
    }),
    handler: ({ access, deps, body }) => deleteFlags(access, body, deps),
  }),
  route({
    method: "post",
    paths: underProject("feature_flags/bulk_update_tags/"),
    access: write,
    summary: "Add, remove or replace tags of several flags",
    tag,
    body: retagBody,
    response: retagAnswer,
    handler: ({ access, deps, body }) => retagFlags(access, body, deps),
  }),
];
