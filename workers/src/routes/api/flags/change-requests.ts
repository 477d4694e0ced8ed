import { type ChangeRequestRow, listChangeRequests } from "@edgewise/db/mysql/repos/change-requests.ts";
import { findUsers } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros, isoMicrosOrNull } from "../../../http/time.ts";
import { decideRequest } from "../../../services/flags/decide-request.ts";
import { requireFlag } from "../../../services/flags/find.ts";
import { redactBody } from "../../../services/flags/redact.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";

const tag = "feature flags";
const write = { kind: "project", scope: "feature_flag:write" } as const;

const changeRequest = z.object({
  id: z.string(),
  environment_id: z.number().int(),
  state: z.enum(["pending", "applied", "rejected", "withdrawn"]),
  change: z.record(z.string(), z.unknown()),
  created_by: userBasic.nullable(),
  created_at: z.string(),
  decided_by: userBasic.nullable(),
  decided_at: z.string().nullable(),
});

async function present(rows: readonly ChangeRequestRow[], isSecret: boolean, deps: Deps) {
  const users = await findUsers(
    rows.flatMap((row) => [row.createdBy, row.decidedBy]),
    deps.db,
  );
  return rows.map((row) => ({
    id: row.id,
    environment_id: row.environmentId,
    state: row.state,
    change: isSecret ? redactBody(row.change) : row.change,
    created_by: presentAuthor(row.createdBy, users),
    created_at: isoMicros(row.createdAt),
    decided_by: presentAuthor(row.decidedBy, users),
    decided_at: isoMicrosOrNull(row.decidedAt),
  }));
}

const DECISIONS = { approve: "applied", reject: "rejected", withdraw: "withdrawn" } as const;

/** Changes that wait for a second person. */
export const CHANGE_REQUEST_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("feature_flags/:flag/change_requests/"),
    access: { kind: "project", scope: "feature_flag:read" },
    summary: "Changes of the flag that waited or wait for a second person, newest first",
    tag,
    response: z.array(changeRequest),
    async handler({ access, deps, param }) {
      const row = await requireFlag(access, param("flag"), deps);
      const requests = await listChangeRequests(access, deps.db, row.id);
      return await present(requests, row.hasEncryptedPayloads, deps);
    },
  }),
  ...Object.entries(DECISIONS).map(([verb, state]) =>
    route({
      method: "post",
      paths: underProject(`feature_flags/:flag/change_requests/:request/${verb}/`),
      access: write,
      summary: `${verb[0]!.toUpperCase()}${verb.slice(1)} a waiting change`,
      tag,
      response: changeRequest,
      async handler({ access, deps, param }) {
        const row = await requireFlag(access, param("flag"), deps);
        const decided = await decideRequest(access, row.id, param("request"), state, deps);
        return (await present([decided], row.hasEncryptedPayloads, deps))[0];
      },
    }),
  ),
];
