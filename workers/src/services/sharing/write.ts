import { isPublicKind } from "@edgewise/core/sharing/public-query.ts";
import type { Executor } from "@edgewise/db/mysql/client.ts";
import { findDashboards } from "@edgewise/db/mysql/repos/dashboards.ts";
import {
  deleteSharePassword,
  findSharing,
  insertSharePassword,
  insertSharing,
  listSharePasswords,
  type SharedThing,
  type SharingRow,
  updateSharing,
} from "@edgewise/db/mysql/repos/sharing.ts";
import { hashPassword } from "better-auth/crypto";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { randomToken } from "../../http/hash.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import { changesBetween, type Entry } from "../activity/record.ts";
import { requireInsight } from "../insights/find.ts";
import type { SharePasswordBody, SharingChange } from "./body.ts";

/** A thing of this project that can be shared, with what logs call it. Throws 404. */
export interface Shareable {
  readonly thing: SharedThing;
  readonly scope: "Dashboard" | "Insight";
  readonly itemId: number;
  readonly name: string;
  /** Shows numbers, not lists of people. */
  readonly isPublic: boolean;
}

export async function shareableDashboard(access: ProjectAccess, id: number, deps: Deps): Promise<Shareable> {
  const [row] = await findDashboards(access, deps.db, [id]);
  if (!row || row.deleted) throw notFound();
  return { thing: { dashboardId: id }, scope: "Dashboard", itemId: id, name: row.name, isPublic: true };
}

export async function shareableInsight(access: ProjectAccess, given: string, deps: Deps): Promise<Shareable> {
  const row = await requireInsight(access, given, deps);
  const name = row.name || (row.derivedName ?? "");
  const isPublic = isPublicKind(row.query);
  return { thing: { insightId: row.id }, scope: "Insight", itemId: row.id, name, isPublic };
}

/** Shares a thing, or changes how. Its token comes with the first change and stays until it is renewed. */
export async function changeSharing(
  access: ProjectAccess,
  item: Shareable,
  body: SharingChange,
  deps: Deps,
): Promise<void> {
  if (body.enabled && !item.isPublic) {
    throw invalid("enabled", "This insight lists people or events; only numbers and charts can be shared.");
  }
  await commitLogged(access, deps, async (tx) => {
    const before = await sharingOf(access, item, tx, deps);
    if (body.password_required && (await listSharePasswords(tx, before.id)).length === 0) {
      throw invalid("password_required", "Add a password first: POST …/sharing/passwords/.");
    }
    const after = {
      enabled: body.enabled ?? before.enabled,
      settings: body.settings ?? before.settings,
      passwordRequired: body.password_required ?? before.passwordRequired,
    };
    const { enabled, settings, passwordRequired } = before;
    const changes = changesBetween("SharingConfiguration", { enabled, settings, passwordRequired }, after);
    if (changes.length === 0) return { result: undefined, entries: [] };
    await updateSharing(access, tx, before.id, { ...after, updatedAt: deps.now() });
    return { result: undefined, entries: [entry(item, after.enabled ? "shared" : "unshared", changes)] };
  });
}

/** Gives a shared thing a new secret; links with the old one are dead at once. */
export async function renewToken(access: ProjectAccess, item: Shareable, deps: Deps): Promise<void> {
  await commitLogged(access, deps, async (tx) => {
    const { id } = await sharingOf(access, item, tx, deps);
    await updateSharing(access, tx, id, { accessToken: randomToken(), updatedAt: deps.now() });
    return { result: undefined, entries: [entry(item, "sharing link renewed")] };
  });
}

/** Adds a password and asks for one from now on. Returns it: it is never shown again. */
export async function addPassword(
  access: ProjectAccess,
  item: Shareable,
  body: SharePasswordBody,
  deps: Deps,
): Promise<{ id: number; password: string }> {
  const password = body.raw_password ?? randomToken().slice(0, 16);
  const hash = await hashPassword(password);
  const now = deps.now();
  return await commitLogged(access, deps, async (tx) => {
    const sharing = await sharingOf(access, item, tx, deps);
    const row = { hash, note: body.note ?? null, createdBy: access.userId, createdAt: now };
    const id = await insertSharePassword(tx, { ...row, sharingId: sharing.id });
    await updateSharing(access, tx, sharing.id, { passwordRequired: true, updatedAt: now });
    return { result: { id, password }, entries: [entry(item, "sharing password added")] };
  });
}

/** Takes a password away; who came in with it has to give another. The last one ends the asking. Throws 404. */
export async function removePassword(
  access: ProjectAccess,
  item: Shareable,
  id: number,
  deps: Deps,
): Promise<void> {
  await commitLogged(access, deps, async (tx) => {
    const sharing = await findSharing(access, tx, item.thing);
    if (!sharing || !(await deleteSharePassword(tx, sharing.id, id))) throw notFound();
    const left = await listSharePasswords(tx, sharing.id);
    // Never silently open: what had a password is closed when its last one goes.
    if (left.length === 0 && sharing.passwordRequired) {
      await updateSharing(access, tx, sharing.id, {
        passwordRequired: false,
        enabled: false,
        updatedAt: deps.now(),
      });
    }
    return { result: undefined, entries: [entry(item, "sharing password removed")] };
  });
}

const entry = (item: Shareable, activity: string, changes: Entry["changes"] = []): Entry => ({
  scope: item.scope,
  itemId: item.itemId,
  name: item.name,
  activity,
  changes,
});

async function sharingOf(
  access: ProjectAccess,
  item: Shareable,
  tx: Executor,
  deps: Deps,
): Promise<SharingRow> {
  const found = await findSharing(access, tx, item.thing);
  if (found) return found;
  const now = deps.now();
  const fresh = {
    dashboardId: null,
    insightId: null,
    ...item.thing,
    recordingId: null,
    query: null,
    name: null,
    enabled: false,
    accessToken: randomToken(),
    settings: {},
    passwordRequired: false,
    expiresAt: null,
    createdBy: access.userId,
    createdAt: now,
    updatedAt: now,
  };
  const { projectId, environmentId } = access;
  return { ...fresh, id: await insertSharing(access, tx, fresh), projectId, environmentId };
}
