import {
  type EnvironmentRow,
  insertToken,
  listEnvironments,
  liveTokens,
  revokeToken,
  revokeTokens,
  updateEnvironment,
} from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { randomKey } from "../../http/hash.ts";
import { changesBetween } from "../activity/record.ts";
import { commitConfig } from "../config/commit.ts";
import { forgetTokens } from "../config/push-snapshot.ts";
import { insertNewEnvironment } from "./insert.ts";

/** More than anyone needs; each is in every snapshot of its project. */
const MOST = 20;

export interface EnvironmentChange {
  readonly name?: string;
  readonly flag_approval?: boolean;
}

/** An environment of the project by number; throws 404. */
export async function requireEnvironment(
  access: ProjectAccess,
  id: string | number,
  deps: Deps,
): Promise<EnvironmentRow> {
  const found = (await listEnvironments(access, deps.db)).find((row) => String(row.id) === String(id));
  if (!found) throw notFound(`The project has no environment ${id}.`);
  return found;
}

/** Adds an environment; flags are in it as in the default one until it gets a state of its own. */
export async function createEnvironment(access: ProjectAccess, name: string, deps: Deps): Promise<number> {
  return await commitConfig(access, deps, async (tx) => {
    const others = await listEnvironments(access, tx);
    if (others.length >= MOST) throw invalid(null, `A project has at most ${MOST} environments.`);
    refuseTaken(name, others);
    const { organizationId, projectId } = access;
    const id = await insertNewEnvironment({ organizationId, projectId, name }, tx, deps);
    return { result: id, entries: [{ scope: "Environment", itemId: id, activity: "created", name }] };
  });
}

export async function changeEnvironment(
  access: ProjectAccess,
  { id }: EnvironmentRow,
  body: EnvironmentChange,
  deps: Deps,
): Promise<void> {
  await commitConfig(access, deps, async (tx) => {
    const all = await listEnvironments(access, tx);
    const row = all.find((one) => one.id === id);
    if (!row) throw notFound();
    const before = { name: row.name, flag_approval: row.flagApproval };
    const after = { ...before, ...body };
    const changes = changesBetween("Environment", before, after);
    if (changes.length === 0) return { result: undefined, entries: [] };
    refuseTaken(
      after.name,
      all.filter((one) => one.id !== id),
    );
    const { name, flag_approval: flagApproval } = after;
    await updateEnvironment(access, tx, id, { name, flagApproval }, deps.now());
    const entry = { scope: "Environment", itemId: id, activity: "updated", name, changes };
    return { result: undefined, entries: [entry] };
  });
}

/** Hides an environment and stops its tokens; its data stays until the retention job removes it. */
export async function deleteEnvironment(
  access: ProjectAccess,
  row: EnvironmentRow,
  deps: Deps,
): Promise<void> {
  const { id, name } = row;
  if (row.isDefault)
    throw invalid(null, `"${name}" is the project's default environment: delete the project instead.`);
  const revoked = await commitConfig(access, deps, async (tx) => {
    const old = await revokeTokens([id], tx, deps.now());
    await updateEnvironment(access, tx, id, { deletedAt: deps.now() }, deps.now());
    return { result: old, entries: [{ scope: "Environment", itemId: id, activity: "deleted", name }] };
  });
  await forgetTokens(revoked, deps);
}

/** A new token; the ones before it are accepted for `graceSeconds` more. */
export async function rotateToken(
  access: ProjectAccess,
  { id, name }: EnvironmentRow,
  graceSeconds: number,
  deps: Deps,
): Promise<void> {
  const revoked = await commitConfig(access, deps, async (tx) => {
    const now = deps.now();
    const until = new Date(now.getTime() + graceSeconds * 1000);
    const old = await revokeTokens([id], tx, now, until);
    const token = randomKey("phc_");
    await insertToken(tx, { token, environmentId: id, createdAt: now, revokedAt: null });
    return { result: old, entries: [{ scope: "Environment", itemId: id, activity: "rotated_token", name }] };
  });
  if (graceSeconds === 0) await forgetTokens(revoked, deps);
}

/** Ends an older token before its time; the newest one can only be rotated. */
export async function endToken(
  access: ProjectAccess,
  { id, name }: EnvironmentRow,
  token: string,
  deps: Deps,
): Promise<void> {
  await commitConfig(access, deps, async (tx) => {
    const [newest, ...older] = await liveTokens([id], tx, deps.now());
    if (token === newest?.token) throw invalid("token", "This is the current token: rotate it instead.");
    if (!older.some((row) => row.token === token)) throw notFound(`Environment "${name}" has no such token.`);
    await revokeToken(id, tx, token, deps.now());
    return {
      result: undefined,
      entries: [{ scope: "Environment", itemId: id, activity: "ended_token", name }],
    };
  });
  await forgetTokens([token], deps);
}

function refuseTaken(name: string, others: readonly EnvironmentRow[]): void {
  if (!others.some((row) => row.name.toLowerCase() === name.toLowerCase())) return;
  throw invalid("name", `There is already an environment "${name}".`, "unique");
}
