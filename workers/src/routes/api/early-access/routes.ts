import {
  type EarlyAccessFeatureRow,
  listEarlyAccessFeatures,
} from "@edgewise/db/mysql/repos/early-access-features.ts";
import { findFlags } from "@edgewise/db/mysql/repos/flags.ts";
import * as z from "zod";
import type { RegionDeps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import {
  changeFeature,
  createFeature,
  deleteFeature,
  requireFeature,
  STAGES,
} from "../../../services/early-access/write.ts";
import { flag, presentFlags } from "../flags/schema.ts";

const tag = "early access";
const read = { kind: "project", scope: "early_access_feature:read" } as const;
const write = { kind: "project", scope: "early_access_feature:write" } as const;

const fields = z.object({
  name: z.string().trim().min(1).max(200),
  description: z.string().max(10_000),
  stage: z.enum(STAGES),
  documentation_url: z.union([z.literal(""), z.url({ protocol: /^https?$/ }).max(800)]),
  payload: z.record(z.string(), z.json()),
  feature_flag_id: z.number().int().nullish(),
});
const { description, documentation_url, payload } = fields.shape;
const body = fields.extend({
  description: description.default(""),
  documentation_url: documentation_url.default(""),
  payload: payload.default({}),
});

const feature = z.object({
  id: z.string(),
  feature_flag: flag.nullable(),
  name: z.string(),
  description: z.string(),
  stage: z.enum(STAGES),
  documentation_url: z.string(),
  payload: z.record(z.string(), z.unknown()),
  created_at: z.string(),
});

async function present(rows: readonly EarlyAccessFeatureRow[], access: ProjectAccess, deps: RegionDeps) {
  const ids = rows.map(({ flagId }) => flagId);
  const flags = await presentFlags(await findFlags(access, deps.db, ids), access, deps);
  return rows.map((row) => ({
    id: row.id,
    feature_flag: flags.find(({ id }) => id === row.flagId) ?? null,
    name: row.name,
    description: row.description,
    stage: row.stage,
    documentation_url: row.documentationUrl,
    payload: row.payload,
    created_at: isoMicros(row.createdAt),
  }));
}

const show = async (access: ProjectAccess, id: string, deps: RegionDeps) =>
  (await present([await requireFeature(access, id, deps)], access, deps))[0];

/** Features that people may choose to have early; SDKs read them at the edge, by project token. */
export const EARLY_ACCESS_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("early_access_feature/"),
    access: read,
    summary: "Early access features",
    tag,
    query: pageQuery,
    response: pageSchema(feature),
    async handler({ c, access, deps, query }) {
      const rows = await listEarlyAccessFeatures(access, deps.db);
      const page = rows.slice(query.offset, query.offset + query.limit);
      return pageOf(c, query, rows.length, await present(page, access, deps));
    },
  }),
  route({
    method: "post",
    paths: underProject("early_access_feature/"),
    access: write,
    summary: "Offer a feature early; without a flag of yours, one is made",
    tag,
    body,
    response: feature,
    status: 201,
    handler: async ({ access, deps, body }) =>
      await show(access, await createFeature(access, body, deps), deps),
  }),
  route({
    method: "get",
    paths: underProject("early_access_feature/:feature/"),
    access: read,
    summary: "One early access feature",
    tag,
    response: feature,
    handler: ({ access, deps, param }) => show(access, param("feature"), deps),
  }),
  route({
    method: "patch",
    paths: underProject("early_access_feature/:feature/"),
    access: write,
    summary: "Change an early access feature",
    tag,
    body: fields.partial(),
    response: feature,
    async handler({ access, deps, body, param }) {
      await changeFeature(access, await requireFeature(access, param("feature"), deps), body, deps);
      return await show(access, param("feature"), deps);
    },
  }),
  route({
    method: "delete",
    paths: underProject("early_access_feature/:feature/"),
    access: write,
    summary: "Delete an early access feature; its flag stays",
    tag,
    handler: async ({ access, deps, param }) =>
      await deleteFeature(access, await requireFeature(access, param("feature"), deps), deps),
  }),
];
