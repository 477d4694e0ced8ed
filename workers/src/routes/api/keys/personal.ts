import { type ApiKeyRow, listPersonalKeys } from "@edgewise/db/mysql/repos/api-keys.ts";
import * as z from "zod";
import { notFound } from "../../../http/errors.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import { isoMicros, isoMicrosOrNull } from "../../../http/time.ts";
import {
  changePersonalKey,
  createPersonalKey,
  requireKeyRights,
  requireOwnKey,
  revokePersonalKey,
  rollPersonalKey,
} from "../../../services/keys/personal.ts";
import { graceHours } from "./secret.ts";

const tag = "keys";
const list = z.array(z.string()).min(1).max(200);
const teams = z.array(z.number().int()).max(1000);
const organizations = z.array(z.string()).max(1000);

const body = z.object({
  label: z.string().trim().min(1).max(40),
  scopes: list,
  scoped_teams: teams.nullish(),
  scoped_organizations: organizations.nullish(),
  /** ISO time with its zone; null or absent: never. */
  expires_at: z.iso.datetime({ offset: true }).nullish(),
});

export const personalKey = z.object({
  id: z.string(),
  label: z.string(),
  value: z.string().nullable(),
  mask_value: z.string(),
  created_at: z.string(),
  last_used_at: z.string().nullable(),
  last_rolled_at: z.string().nullable(),
  user_id: z.number().int(),
  scopes: z.array(z.string()),
  scoped_teams: z.array(z.number().int()),
  scoped_organizations: z.array(z.string()),
  expires_at: z.string().nullable(),
  /** The value before the last roll is accepted until then. */
  previous_value_until: z.string().nullable(),
});

function present(
  row: ApiKeyRow,
  userNumber: number,
  value: string | null = null,
): z.infer<typeof personalKey> {
  return {
    id: row.id,
    label: row.label,
    value,
    mask_value: row.mask,
    created_at: isoMicros(row.createdAt),
    last_used_at: isoMicrosOrNull(row.lastUsedAt),
    last_rolled_at: isoMicrosOrNull(row.lastRolledAt),
    user_id: userNumber,
    scopes: row.scopes,
    scoped_teams: row.scopedTeams,
    scoped_organizations: row.scopedOrganizations,
    expires_at: isoMicrosOrNull(row.expiresAt),
    previous_value_until: isoMicrosOrNull(row.previousUntil),
  };
}

const timeOf = (text: string | null | undefined) =>
  text ? new Date(text) : text === null ? null : undefined;

const ALL = ["/api/personal_api_keys/"];
const ONE = ["/api/personal_api_keys/:key_id/"];
const user = { kind: "user", scope: null } as const;

export const PERSONAL_KEY_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: ALL,
    access: user,
    summary: "One's own keys, without their values",
    tag,
    response: z.array(personalKey),
    async handler({ access, deps }) {
      requireKeyRights(access);
      const rows = await listPersonalKeys(access.user.id, deps.db);
      return rows.map((row) => present(row, access.user.number));
    },
  }),
  route({
    method: "post",
    paths: ALL,
    access: user,
    summary: "Create a key; `value` is only in this answer",
    tag,
    body,
    response: personalKey,
    status: 201,
    async handler({ access, deps, body: given }) {
      const { label, scopes } = given;
      const scopedTeams = given.scoped_teams ?? [];
      const scopedOrganizations = given.scoped_organizations ?? [];
      const expiresAt = timeOf(given.expires_at);
      const input = { label, scopes, scopedTeams, scopedOrganizations, expiresAt };
      const { row, value } = await createPersonalKey(access, input, deps);
      return present(row, access.user.number, value);
    },
  }),
  route({
    method: "get",
    paths: ONE,
    access: user,
    summary: "One key; `@current` is the one in use",
    tag,
    response: personalKey,
    async handler({ access, deps, param }) {
      if (param("key_id") === "@current") {
        if (access.key === null) throw notFound("The request was made with a session, not with a key.");
        return present(access.key, access.user.number);
      }
      requireKeyRights(access);
      return present(await requireOwnKey(access, param("key_id"), deps), access.user.number);
    },
  }),
  route({
    method: "patch",
    paths: ONE,
    access: user,
    summary: "Change a key's label or limits",
    tag,
    body: body.partial(),
    response: personalKey,
    async handler({ access, deps, body: given, param }) {
      const { label, scopes } = given;
      const scopedTeams = given.scoped_teams === null ? [] : given.scoped_teams;
      const scopedOrganizations = given.scoped_organizations === null ? [] : given.scoped_organizations;
      await changePersonalKey(
        access,
        param("key_id"),
        { label, scopes, scopedTeams, scopedOrganizations, expiresAt: timeOf(given.expires_at) },
        deps,
      );
      return present(await requireOwnKey(access, param("key_id"), deps), access.user.number);
    },
  }),
  route({
    method: "delete",
    paths: ONE,
    access: user,
    summary: "Revoke a key",
    tag,
    handler: ({ access, deps, param }) => revokePersonalKey(access, param("key_id"), deps),
  }),
  route({
    method: "post",
    paths: ["/api/personal_api_keys/:key_id/roll/"],
    access: user,
    summary: "New value for a key; the old one is accepted for `grace_hours` more",
    tag,
    body: z.object({ grace_hours: graceHours }),
    response: personalKey,
    async handler({ access, deps, param, body: given }) {
      const value = await rollPersonalKey(access, param("key_id"), given.grace_hours, deps);
      return present(await requireOwnKey(access, param("key_id"), deps), access.user.number, value);
    },
  }),
];
