import { type EnvironmentRow, listEnvironments } from "@edgewise/db/mysql/repos/projects.ts";
import * as z from "zod";
import { notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";

const tag = "feature flags";
const read = { kind: "project", scope: "feature_flag:read" } as const;

const policy = z.object({
  id: z.string(),
  action_key: z.literal("feature_flag.update"),
  conditions: z.object({ environment_id: z.number().int(), environment: z.string() }),
  approver_config: z.object({
    quorum: z.number().int(),
    users: z.array(z.never()),
    roles: z.array(z.never()),
  }),
  allow_self_approve: z.literal(false),
  bypass_org_membership_levels: z.array(z.never()),
  bypass_roles: z.array(z.never()),
  expires_after: z.null(),
  enabled: z.boolean(),
  created_by: z.null(),
  created_at: z.string(),
  updated_at: z.string(),
});

/** The switch of an environment as a policy: one other member agrees, nobody is above it. */
const present = (row: EnvironmentRow): z.infer<typeof policy> => ({
  id: row.uuid,
  action_key: "feature_flag.update",
  conditions: { environment_id: row.id, environment: row.name },
  approver_config: { quorum: 1, users: [], roles: [] },
  allow_self_approve: false,
  bypass_org_membership_levels: [],
  bypass_roles: [],
  expires_after: null,
  enabled: row.flagApproval,
  created_by: null,
  created_at: isoMicros(row.createdAt),
  updated_at: isoMicros(row.updatedAt),
});

/** Where flags need a second person, as clients of approvals ask for it; environments set it (`flag_approval`). */
export const APPROVAL_POLICY_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("approval_policies/"),
    access: read,
    summary: "Which environments ask for a second person when a flag is changed",
    tag,
    query: pageQuery,
    response: pageSchema(policy),
    async handler({ c, access, deps, query }) {
      const rows = await listEnvironments(access, deps.db);
      const shown = rows.slice(query.offset, query.offset + query.limit);
      return pageOf(c, query, rows.length, shown.map(present));
    },
  }),
  route({
    method: "get",
    paths: underProject("approval_policies/:policy/"),
    access: read,
    summary: "Whether one environment asks for a second person when a flag is changed",
    tag,
    response: policy,
    async handler({ access, deps, param }) {
      const row = (await listEnvironments(access, deps.db)).find(({ uuid }) => uuid === param("policy"));
      if (!row) throw notFound();
      return present(row);
    },
  }),
];
