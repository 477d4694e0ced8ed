import type { Role } from "@edgewise/db/mysql/schema/organizations.ts";

/** Roles from least to most; a role may do what those before it may. */
export const ROLES = ["viewer", "member", "admin", "owner"] as const satisfies readonly Role[];

export const roleAtLeast = (role: Role, needed: Role): boolean =>
  ROLES.indexOf(role) >= ROLES.indexOf(needed);

const LEVELS: Record<Role, 1 | 8 | 15> = { viewer: 1, member: 1, admin: 8, owner: 15 };

/** The public API's number for a role: 1, 8 or 15. */
export const levelOf = (role: Role): 1 | 8 | 15 => LEVELS[role];

/** The role a level stands for; null for an unknown one. */
export function roleOfLevel(level: number): Role | null {
  if (level === 1) return "member";
  if (level === 8) return "admin";
  return level === 15 ? "owner" : null;
}
