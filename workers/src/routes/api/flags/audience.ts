import type { JsonObject } from "@edgewise/core/events/types.ts";
import { flagDefinitions } from "@edgewise/core/flags/definitions.ts";
import * as z from "zod";
import { notFound } from "../../../http/errors.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { buildSnapshot } from "../../../services/config/build-snapshot.ts";
import { blastRadius } from "../../../services/flags/blast-radius.ts";
import { groupTypesOf } from "../../../services/groups/types.ts";

const tag = "feature flags";
const json = z.record(z.string(), z.json());

/** Whom a flag reaches: how many, and the definitions that SDKs evaluate themselves. */
export const FLAG_AUDIENCE_ROUTES: readonly ApiRoute[] = [
  route({
    method: "post",
    paths: underProject("feature_flags/user_blast_radius/"),
    access: { kind: "project", scope: "feature_flag:read" },
    summary: "How many persons or groups a condition reaches",
    tag,
    body: z.object({
      condition: z.object({
        properties: z.array(json).nullish(),
        rollout_percentage: z.number().min(0).max(100).nullish(),
      }),
      group_type_index: z.number().int().min(0).max(4).nullish(),
    }),
    response: z.object({ users_affected: z.number().int(), total_users: z.number().int() }),
    async handler({ access, deps, body }) {
      const { properties, rollout_percentage: rollout } = body.condition;
      const groupTypeIndex = body.group_type_index ?? null;
      const input = { properties: (properties ?? []) as JsonObject[], groupTypeIndex };
      const { affected, total } = await blastRadius(access, input, deps);
      return { users_affected: Math.round((affected * (rollout ?? 100)) / 100), total_users: total };
    },
  }),
  route({
    method: "get",
    paths: underProject("feature_flags/local_evaluation/"),
    access: { kind: "project", scope: "feature_flag:read", secretKey: true },
    summary: "Definitions for SDKs that evaluate flags themselves (SDKs: ask the edge's /flags/definitions)",
    tag,
    response: z.looseObject({ flags: z.array(z.unknown()) }),
    async handler({ access, deps }) {
      const [snapshot, types] = await Promise.all([
        buildSnapshot(access, deps),
        groupTypesOf(access.projectId, deps),
      ]);
      const environment = snapshot?.environments.find(({ id }) => id === access.environmentId);
      if (!snapshot || !environment) throw notFound("Project not found.");
      const groupTypes = Object.fromEntries(
        types.map((type) => [String(type.group_type_index), type.group_type]),
      );
      return flagDefinitions({ ...snapshot, groupTypes }, environment);
    },
  }),
];
