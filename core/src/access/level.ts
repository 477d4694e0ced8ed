/** What may be governed one by one; everything else goes by role. */
export const GOVERNED = ["dashboard", "feature_flag"] as const;
export type Governed = (typeof GOVERNED)[number];

/** From nothing to everything; a level may do what those before it may. */
export const ACCESS_LEVELS = ["none", "viewer", "editor", "manager"] as const;
export type AccessLevel = (typeof ACCESS_LEVELS)[number];

type Role = "viewer" | "member" | "admin" | "owner";

/** A rule about one object: for everybody, a role, or one person (by id). */
export interface AccessRule {
  readonly resource: Governed;
  readonly resourceId: number;
  readonly subject: "default" | "role" | "member";
  /** Name of the role, id of the person, or empty. */
  readonly subjectId: string;
  readonly level: AccessLevel;
}

interface Who {
  readonly userId: string;
  readonly role: Role;
}

/** What a role may do with an object that has no rule; no rule gives a read-only member more than reading. */
const BY_ROLE: Readonly<Record<Role, AccessLevel>> = {
  viewer: "viewer",
  member: "editor",
  admin: "manager",
  owner: "manager",
};

export const levelAtLeast = (level: AccessLevel, needed: AccessLevel): boolean =>
  ACCESS_LEVELS.indexOf(level) >= ACCESS_LEVELS.indexOf(needed);

/**
 * What a person may do with one object. The nearest rule decides: their own, their role's, everybody's, else the role
 * itself. Admins and owners may everything: somebody must be able to mend the rules.
 */
export function accessLevel(
  rules: readonly AccessRule[],
  resource: Governed,
  resourceId: number,
  who: Who,
): AccessLevel {
  const most = BY_ROLE[who.role];
  if (most === "manager") return most;
  const own = rules.filter((rule) => rule.resource === resource && rule.resourceId === resourceId);
  const found =
    own.find(({ subject, subjectId }) => subject === "member" && subjectId === who.userId) ??
    own.find(({ subject, subjectId }) => subject === "role" && subjectId === who.role) ??
    own.find(({ subject }) => subject === "default");
  if (!found) return most;
  // A member may be made a manager of an object; a viewer stays one, whatever the rule.
  if (who.role === "viewer") return levelAtLeast(found.level, "viewer") ? "viewer" : "none";
  return found.level;
}

/** The objects of a kind that a person must not even see. */
export function hiddenFrom(rules: readonly AccessRule[], resource: Governed, who: Who): number[] {
  const ids = new Set(rules.filter((rule) => rule.resource === resource).map((rule) => rule.resourceId));
  return [...ids].filter((id) => accessLevel(rules, resource, id, who) === "none");
}
