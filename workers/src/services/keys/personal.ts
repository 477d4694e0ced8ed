import { type ApiKeyRow, findPersonalKey, insertKey, updateKey } from "@edgewise/db/mysql/repos/api-keys.ts";
import { findMembership } from "@edgewise/db/mysql/repos/organizations.ts";
import { findEnvironment } from "@edgewise/db/mysql/repos/projects.ts";
import type { ActivityChange } from "@edgewise/db/mysql/schema/activity.ts";
import type { Deps } from "../../deps.ts";
import { ApiError, invalid, notFound } from "../../http/errors.ts";
import { maskKey, randomKey, sha256Hex } from "../../http/hash.ts";
import type { Person } from "../../http/principal.ts";
import { isScope } from "../../http/scopes.ts";
import { noteForUser } from "../accounts/note.ts";
import { changesBetween } from "../activity/record.ts";
import { keyRow } from "./row.ts";

export interface KeyLimits {
  readonly label?: string;
  readonly scopes?: readonly string[];
  readonly scopedTeams?: readonly number[];
  readonly scopedOrganizations?: readonly string[];
  /** Null: never. */
  readonly expiresAt?: Date | null | undefined;
}

/** Keys are handled from a session or with a key that may do everything. */
export function requireKeyRights(person: Person): void {
  const { key } = person;
  if (key === null) return;
  const everything =
    key.scopes.includes("*") && key.scopedTeams.length === 0 && key.scopedOrganizations.length === 0;
  if (!everything) throw new ApiError("permission_denied", "API key missing required scope '*'");
}

/** A new personal key; the value is in the answer and nowhere else. */
export async function createPersonalKey(
  person: Person,
  input: KeyLimits & { label: string; scopes: readonly string[] },
  deps: Deps,
): Promise<{ row: ApiKeyRow; value: string }> {
  requireKeyRights(person);
  await requireSensible(person, input, deps);
  const value = randomKey("phx_");
  const row = await keyRow({ kind: "personal", value, userId: person.user.id, ...input }, deps);
  await insertKey(deps.db, row);
  await note(person, row, "created", deps);
  return { row, value };
}

/** Changes label or limits of one's own key. */
export async function changePersonalKey(
  person: Person,
  id: string,
  change: KeyLimits,
  deps: Deps,
): Promise<void> {
  requireKeyRights(person);
  const before = await requireOwnKey(person, id, deps);
  await requireSensible(person, change, deps);
  const { label, scopes, scopedTeams, scopedOrganizations, expiresAt } = change;
  await updateKey(id, deps.db, {
    ...(label === undefined ? {} : { label }),
    ...(scopes === undefined ? {} : { scopes: [...scopes] }),
    ...(scopedTeams === undefined ? {} : { scopedTeams: [...scopedTeams] }),
    ...(scopedOrganizations === undefined ? {} : { scopedOrganizations: [...scopedOrganizations] }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  });
  const after = await requireOwnKey(person, id, deps);
  const changes = changesBetween("PersonalAPIKey", limitsOf(before), limitsOf(after));
  if (changes.length > 0) await note(person, after, "updated", deps, changes);
}

/** A new value for one's own key; the old one is accepted for `graceHours` more. */
export async function rollPersonalKey(
  person: Person,
  id: string,
  graceHours: number,
  deps: Deps,
): Promise<string> {
  requireKeyRights(person);
  const row = await requireOwnKey(person, id, deps);
  const value = randomKey("phx_");
  const now = deps.now();
  const grace =
    graceHours === 0
      ? { previousHash: null, previousUntil: null }
      : { previousHash: row.hash, previousUntil: new Date(now.getTime() + graceHours * 3_600_000) };
  const hash = await sha256Hex(value);
  await updateKey(id, deps.db, { hash, mask: maskKey(value), lastRolledAt: now, ...grace });
  await note(person, row, "rolled", deps);
  return value;
}

const limitsOf = ({ label, scopes, scopedTeams, scopedOrganizations, expiresAt }: ApiKeyRow) => ({
  label,
  scopes,
  scoped_teams: scopedTeams,
  scoped_organizations: scopedOrganizations,
  expires_at: expiresAt?.toISOString() ?? null,
});

/** Keys belong to people, so every organisation that one opens has it in its log. */
const note = (
  person: Person,
  { id, label }: ApiKeyRow,
  activity: string,
  deps: Deps,
  changes?: readonly ActivityChange[],
): Promise<void> =>
  noteForUser(
    person.user.id,
    { scope: "PersonalAPIKey", itemId: id, name: label, activity, ...(changes ? { changes } : {}) },
    deps,
  );

/** Ends one's own key at once. */
export async function revokePersonalKey(person: Person, id: string, deps: Deps): Promise<void> {
  requireKeyRights(person);
  const row = await requireOwnKey(person, id, deps);
  await updateKey(id, deps.db, { revokedAt: deps.now() });
  await note(person, row, "deleted", deps);
}

/** One's own live key. */
export async function requireOwnKey(person: Person, id: string, deps: Deps): Promise<ApiKeyRow> {
  const row = await findPersonalKey(person.user.id, deps.db, id);
  if (!row) throw notFound();
  return row;
}

async function requireSensible(person: Person, limits: KeyLimits, deps: Deps): Promise<void> {
  const unknown = limits.scopes?.find((scope) => !isScope(scope));
  if (unknown !== undefined)
    throw invalid("scopes", `Unknown scope "${unknown}": use "*" or "object:read|write".`);
  if (limits.expiresAt && limits.expiresAt <= deps.now())
    throw invalid("expires_at", "A key can't expire in the past.");
  for (const organizationId of limits.scopedOrganizations ?? []) {
    const member = await findMembership({ organizationId }, deps.db, person.user.id);
    if (!member) throw invalid("scoped_organizations", `You are not in organization "${organizationId}".`);
  }
  for (const team of limits.scopedTeams ?? []) {
    const found = await findEnvironment(team, deps.db);
    const organizationId = found?.project.organizationId ?? "";
    const member = await findMembership({ organizationId }, deps.db, person.user.id);
    if (!member) throw invalid("scoped_teams", `You have no access to project ${team}.`);
  }
}
