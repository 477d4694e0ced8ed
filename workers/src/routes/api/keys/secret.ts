import { type ApiKeyRow, listSecretKeys } from "@edgewise/db/mysql/repos/api-keys.ts";
import * as z from "zod";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros, isoMicrosOrNull } from "../../../http/time.ts";
import { createSecretKey, revokeSecretKey, rollSecretKey } from "../../../services/keys/secret.ts";

const tag = "keys";
/** For so long, at most a week, the value before is accepted. */
export const graceHours = z.number().int().min(0).max(168).default(0);

const secretKey = z.object({
  id: z.string(),
  label: z.string(),
  value: z.string().nullable(),
  mask_value: z.string(),
  created_at: z.string(),
  last_used_at: z.string().nullable(),
  expires_at: z.string().nullable(),
});

function present(row: ApiKeyRow, value: string | null = null): z.infer<typeof secretKey> {
  return {
    id: row.id,
    label: row.label,
    value,
    mask_value: row.mask,
    created_at: isoMicros(row.createdAt),
    last_used_at: isoMicrosOrNull(row.lastUsedAt),
    expires_at: isoMicrosOrNull(row.expiresAt),
  };
}

export const SECRET_KEY_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("secret_api_keys/"),
    access: { kind: "project", scope: "project:read" },
    summary: "Secret keys of the environment, without their values",
    tag,
    response: z.array(secretKey),
    async handler({ access, deps }) {
      return (await listSecretKeys([access.environmentId], deps.db, deps.now())).map((row) => present(row));
    },
  }),
  route({
    method: "post",
    paths: underProject("secret_api_keys/"),
    access: { kind: "project", scope: "project:write", role: "admin" },
    summary: "Create a secret key; `value` is only in this answer",
    tag,
    body: z.object({ label: z.string().trim().min(1).max(40) }),
    response: secretKey,
    status: 201,
    async handler({ access, deps, body }) {
      const { row, value } = await createSecretKey(access, body.label, deps);
      return present(row, value);
    },
  }),
  route({
    method: "post",
    paths: underProject("secret_api_keys/:key_id/roll/"),
    access: { kind: "project", scope: "project:write", role: "admin" },
    summary: "New value for a secret key; the old one is accepted for `grace_hours` more",
    tag,
    body: z.object({ grace_hours: graceHours }),
    response: secretKey,
    async handler({ access, deps, param, body }) {
      const { row, value } = await rollSecretKey(access, param("key_id"), body.grace_hours, deps);
      return present(row, value);
    },
  }),
  route({
    method: "delete",
    paths: underProject("secret_api_keys/:key_id/"),
    access: { kind: "project", scope: "project:write", role: "admin" },
    summary: "Revoke a secret key",
    tag,
    handler: ({ access, deps, param }) => revokeSecretKey(access, param("key_id"), deps),
  }),
];
