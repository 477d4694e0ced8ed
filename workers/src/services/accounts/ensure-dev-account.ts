import { findKeyByHash, insertKey } from "@edgewise/db/mysql/repos/api-keys.ts";
import { organizationsOfUser } from "@edgewise/db/mysql/repos/organizations.ts";
import { findEnvironment, findToken } from "@edgewise/db/mysql/repos/projects.ts";
import { findUserByEmail, type UserRow } from "@edgewise/db/mysql/repos/users.ts";
import type { Deps } from "../../deps.ts";
import { sha256Hex } from "../../http/hash.ts";
import { commitConfig } from "../config/commit.ts";
import { pushOrLeaveToJob } from "../config/push-snapshot.ts";
import { keyRow } from "../keys/row.ts";
import { createFirst, signUp } from "./sign-up.ts";

export interface DevAccount {
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly organizationName: string;
  readonly projectName: string;
  readonly projectToken: string;
  readonly personalApiKey: string;
  readonly secretApiKey: string;
}

export interface DevAccountIds {
  readonly userId: string;
  readonly organizationId: string;
  readonly projectId: number;
  readonly environmentId: number;
}

/**
 * The first account of an instance, from values its caller keeps. Each step looks before it writes, so a run that was
 * cut off is finished by the next one and a further run changes nothing.
 */
export async function ensureDevAccount(input: DevAccount, deps: Deps): Promise<DevAccountIds> {
  const known = await findUserByEmail(input.email, deps.db);
  const user = known ?? (await signUp(input, deps, new Headers())).user;
  const { organizationId, projectId } = await ensureProject(input, user, deps);
  await ensurePersonalKey(input, user, deps);
  await ensureSecretKey(input, { organizationId, projectId, userId: user.id }, deps);
  await pushOrLeaveToJob({ organizationId, projectId }, deps);
  return { userId: user.id, organizationId, projectId, environmentId: projectId };
}

async function ensureProject(input: DevAccount, user: UserRow, deps: Deps) {
  const token = await findToken(input.projectToken, deps.db);
  const found = token === null ? null : await findEnvironment(token.environmentId, deps.db);
  if (found) return { organizationId: found.project.organizationId, projectId: found.project.id };
  const [first] = await organizationsOfUser(user.id, deps.db);
  if (first) throw new Error(`The account ${input.email} exists, but not with this project token.`);
  return await createFirst(input, user.id, deps);
}

async function ensurePersonalKey(input: DevAccount, user: UserRow, deps: Deps): Promise<void> {
  const value = input.personalApiKey;
  if (await findKeyByHash(await sha256Hex(value), deps.db)) return;
  const row = await keyRow(
    { kind: "personal", value, label: "npm start", userId: user.id, scopes: ["*"] },
    deps,
  );
  await insertKey(deps.db, row);
}

async function ensureSecretKey(
  input: DevAccount,
  actor: { organizationId: string; projectId: number; userId: string },
  deps: Deps,
): Promise<void> {
  const value = input.secretApiKey;
  if (await findKeyByHash(await sha256Hex(value), deps.db)) return;
  const scopes = ["feature_flag:read"];
  const key = { kind: "secret", value, label: "npm start", environmentId: actor.projectId, scopes } as const;
  const row = await keyRow(key, deps);
  await commitConfig(actor, deps, async (tx) => {
    await insertKey(tx, row);
    return { result: undefined, entries: [] };
  });
}
