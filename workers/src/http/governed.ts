import {
  type AccessLevel,
  type AccessRule,
  accessLevel,
  type Governed,
  hiddenFrom,
  levelAtLeast,
} from "@edgewise/core/access/level.ts";
import { findFlagByKey } from "@edgewise/db/mysql/repos/flags.ts";
import type { Role } from "@edgewise/db/mysql/schema/organizations.ts";
import type { Deps } from "../deps.ts";
import type { ProjectAccess } from "./authorize.ts";
import { ApiError, notFound } from "./errors.ts";
import { isWrite, type Scope } from "./scopes.ts";

/** Whose rules hold: a person's leave to a project. Jobs and secret keys have no rules. */
export interface Ruled {
  readonly userId?: string | null;
  readonly role?: Role;
  readonly rules?: readonly AccessRule[];
}

const NAMES: Readonly<Record<Governed, string>> = { dashboard: "dashboard", feature_flag: "flag" };

/** What the person may do with one dashboard or flag. */
export function levelOn(access: Ruled, resource: Governed, id: number): AccessLevel {
  const { rules = [], userId, role } = access;
  if (role === undefined) return "manager";
  return accessLevel(rules, resource, id, { userId: userId ?? "", role });
}

/** Throws 404 for what the person must not see, 403 for what they may not do with it. */
export function requireLevel(access: Ruled, resource: Governed, id: number, least: AccessLevel): void {
  const level = levelOn(access, resource, id);
  if (level === "none") throw notFound();
  if (levelAtLeast(level, least)) return;
  throw new ApiError(
    "permission_denied",
    `This needs "${least}" access to the ${NAMES[resource]}: yours is "${level}".`,
  );
}

/** The dashboards or flags that lists leave out. */
export function hiddenIds({ rules = [], userId, role }: Ruled, resource: Governed): number[] {
  return role === undefined ? [] : hiddenFrom(rules, resource, { userId: userId ?? "", role });
}

const PATHS: readonly (readonly [RegExp, Governed])[] = [
  [/\/dashboards\/:(\w+)\//, "dashboard"],
  [/\/feature_flags\/:(\w+)\//, "feature_flag"],
];

/** The dashboard or flag that a path of a route names, if it names one. */
export function governedBy(path: string): { readonly resource: Governed; readonly name: string } | null {
  for (const [pattern, resource] of PATHS) {
    const name = pattern.exec(path)?.[1];
    if (name !== undefined) return { resource, name };
  }
  return null;
}

/** The front door to single objects: reading needs `viewer`, writing `editor`. */
export async function requireGoverned(
  access: ProjectAccess,
  { resource, given, scope }: { resource: Governed; given: string; scope: Scope },
  deps: Deps,
): Promise<void> {
  if ((access.rules ?? []).length === 0) return;
  const id = /^\d{1,10}$/.test(given)
    ? Number(given)
    : resource === "feature_flag"
      ? (await findFlagByKey(access, deps.db, given))?.id
      : undefined;
  if (id !== undefined) requireLevel(access, resource, id, isWrite(scope) ? "editor" : "viewer");
}
