import { type ApiKeyRow, insertKey, listSecretKeys, updateKey } from "@edgewise/db/mysql/repos/api-keys.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { notFound } from "../../http/errors.ts";
import { randomKey } from "../../http/hash.ts";
import { commitConfig } from "../config/commit.ts";
import { keyRow } from "./row.ts";

/** A new secret key of an environment: reads flag definitions and remote config. */
export async function createSecretKey(
  access: ProjectAccess,
  label: string,
  deps: Deps,
): Promise<{ row: ApiKeyRow; value: string }> {
  const value = randomKey("phs_");
  const { environmentId } = access;
  const row = await keyRow(
    { kind: "secret", value, label, environmentId, scopes: ["feature_flag:read"] },
    deps,
  );
  await commitConfig(access, deps, async (tx) => {
    await insertKey(tx, row);
    return { result: undefined, entries: [{ ...entry(row), activity: "created" }] };
  });
  return { row, value };
}

/** A new value for a secret key; the old one is accepted for `graceHours` more. */
export async function rollSecretKey(
  access: ProjectAccess,
  id: string,
  graceHours: number,
  deps: Deps,
): Promise<{ row: ApiKeyRow; value: string }> {
  const old = await requireSecretKey(access, id, deps);
  const value = randomKey("phs_");
  const { environmentId } = access;
  const { label, scopes } = old;
  const row = await keyRow({ kind: "secret", value, label, environmentId, scopes }, deps);
  const now = deps.now();
  const end =
    graceHours === 0 ? { revokedAt: now } : { expiresAt: new Date(now.getTime() + graceHours * 3_600_000) };
  await commitConfig(access, deps, async (tx) => {
    await updateKey(old.id, tx, end);
    await insertKey(tx, { ...row, lastRolledAt: now });
    return { result: undefined, entries: [{ ...entry(row), activity: "rolled" }] };
  });
  return { row: { ...row, lastRolledAt: now }, value };
}

async function requireSecretKey(access: ProjectAccess, id: string, deps: Deps): Promise<ApiKeyRow> {
  const rows = await listSecretKeys([access.environmentId], deps.db, deps.now());
  const row = rows.find((key) => key.id === id);
  if (!row) throw notFound();
  return row;
}

/** Ends a secret key; the edge forgets it with the next snapshot, that is at once. */
export async function revokeSecretKey(access: ProjectAccess, id: string, deps: Deps): Promise<void> {
  const row = await requireSecretKey(access, id, deps);
  await commitConfig(access, deps, async (tx) => {
    await updateKey(row.id, tx, { revokedAt: deps.now() });
    return { result: undefined, entries: [{ ...entry(row), activity: "deleted" }] };
  });
}

const entry = (row: ApiKeyRow) => ({ scope: "SecretApiKey", itemId: row.id, name: row.label });
