import { type ChangeRequestRow, findChangeRequests } from "@edgewise/db/mysql/repos/change-requests.ts";
import { findFlags } from "@edgewise/db/mysql/repos/flags.ts";
import { findUsers } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { redactBody } from "../../../services/flags/redact.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";

const tag = "feature flags";
const read = { kind: "project", scope: "feature_flag:read" } as const;
const KIND = "feature_flag";
const ACTION = "feature_flag.update";
const STATES: readonly string[] = ["pending", "applied", "rejected", "withdrawn"];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const changeRequest = z.object({
  id: z.string(),
  state: z.string(),
  action_key: z.literal(ACTION),
  resource_type: z.literal(KIND),
  resource_id: z.string(),
  intent: z.record(z.string(), z.unknown()),
  intent_display: z.object({ description: z.string() }),
  environment_id: z.number().int(),
  created_by: userBasic.nullable(),
  created_at: z.string(),
  expires_at: z.null(),
  can_approve: z.boolean(),
  is_requester: z.boolean(),
  user_decision: z.null(),
});

async function present(rows: readonly ChangeRequestRow[], access: ProjectAccess, deps: Deps) {
  const users = await findUsers(
    rows.map((row) => row.createdBy),
    deps.db,
  );
  const ids = [...new Set(rows.map((row) => row.flagId))];
  const flags = new Map((await findFlags(access, deps.db, ids)).map((flag) => [flag.id, flag]));
  return rows.map((row) => {
    const flag = flags.get(row.flagId);
    const isRequester = row.createdBy === access.userId;
    return {
      id: row.id,
      state: row.state,
      action_key: ACTION,
      resource_type: KIND,
      resource_id: String(row.flagId),
      intent: (flag?.hasEncryptedPayloads ?? true) ? redactBody(row.change) : row.change,
      intent_display: {
        description: `Change ${Object.keys(row.change).join(", ")} of ${flag?.key ?? "a flag"}`,
      },
      environment_id: row.environmentId,
      created_by: presentAuthor(row.createdBy, users),
      created_at: isoMicros(row.createdAt),
      expires_at: null,
      can_approve: row.state === "pending" && !isRequester && access.role !== "viewer",
      is_requester: isRequester,
      user_decision: null,
    };
  });
}

/** Changes that wait for a second person, of all flags, as clients of approvals ask for them. */
export const PROJECT_CHANGE_REQUEST_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("change_requests/"),
    access: read,
    summary: "Changes of all flags that waited or wait for a second person, newest first",
    tag,
    query: pageQuery.extend({
      state: z.string().optional(),
      action_key: z.string().optional(),
      resource_type: z.string().optional(),
      resource_id: z.coerce.number().int().optional(),
    }),
    response: pageSchema(changeRequest),
    async handler({ c, access, deps, query }) {
      const isOther = (asked: string | undefined, own: string) => asked !== undefined && asked !== own;
      const wanted = query.state?.split(",").filter((state) => STATES.includes(state));
      if (isOther(query.resource_type, KIND) || isOther(query.action_key, ACTION) || wanted?.length === 0)
        return pageOf(c, query, 0, []);
      const filter = { flagId: query.resource_id, states: wanted as ChangeRequestRow["state"][] | undefined };
      const { total, rows } = await findChangeRequests(access, deps.db, filter, query);
      return pageOf(c, query, total, await present(rows, access, deps));
    },
  }),
  route({
    method: "get",
    paths: underProject("change_requests/:request/"),
    access: read,
    summary: "One change that waited or waits for a second person",
    tag,
    response: changeRequest,
    async handler({ access, deps, param }) {
      const id = param("request");
      if (!UUID.test(id)) throw notFound();
      const { rows } = await findChangeRequests(access, deps.db, { id }, { limit: 1, offset: 0 });
      const [shown] = await present(rows, access, deps);
      if (!shown) throw notFound();
      return shown;
    },
  }),
];
