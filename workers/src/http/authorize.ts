import type { AccessRule } from "@edgewise/core/access/level.ts";
import { rulesFor } from "@edgewise/db/mysql/repos/access-controls.ts";
import { findSeat, organizationsOfUser } from "@edgewise/db/mysql/repos/organizations.ts";
import {
  type EnvironmentRow,
  findEnvironment,
  findToken,
  listProjects,
  type ProjectRow,
} from "@edgewise/db/mysql/repos/projects.ts";
import type { Role } from "@edgewise/db/mysql/schema/organizations.ts";
import { ApiError, notFound } from "./errors.ts";
import { authenticate, type Person, type Principal } from "./principal.ts";
import { throttle } from "./rate-limit.ts";
import { roleAtLeast } from "./roles.ts";
import { requireRules } from "./rules.ts";
import { isWrite, type Scope, scopeAllows } from "./scopes.ts";
import type { ApiContext } from "./types.ts";

/** Leave to work in one environment of one project: the tenant of every repository and query call. */
export interface ProjectAccess {
  readonly principal: Principal;
  /** Null for a secret key. */
  readonly userId: string | null;
  readonly role: Role;
  readonly organizationId: string;
  readonly projectId: number;
  readonly environmentId: number;
  readonly project: ProjectRow;
  readonly environment: EnvironmentRow;
  /** Rules on single dashboards and flags that concern the person. */
  readonly rules?: readonly AccessRule[];
}

export interface OrganizationAccess {
  readonly principal: Person;
  readonly userId: string;
  readonly role: Role;
  readonly organizationId: string;
}

export interface ProjectOptions {
  /** `phs_` keys may come in too (flag definitions and remote config only). */
  readonly secretKey?: boolean;
  /** Least role; default: `member` for a write scope, `viewer` for a read scope. */
  readonly role?: Role;
}

/**
 * The one door to a project's data: who asks, whether the key has the scope, whether the person belongs there and may.
 * Reads the path parameter `project_id`: an environment's number or `@current`. Throws 401, 403 or 404.
 */
export async function requireProject(
  c: ApiContext,
  scope: Scope,
  options: ProjectOptions = {},
): Promise<ProjectAccess> {
  const principal = await authenticate(c);
  throttle(c, principal);
  requireScope(principal, scope);
  const found = await findEnvironment(await environmentNumber(c, principal), c.get("deps").db);
  if (!found) throw notFound("Project not found.");
  const { environment, project } = found;
  const organizationId = project.organizationId;
  const person = principal.user?.id;
  const [role, rules] = await Promise.all([
    roleIn(c, principal, environment, options),
    person === undefined ? [] : rulesFor(project.id, c.get("deps").db, person),
  ]);
  requireRole(role, options.role ?? (isWrite(scope) ? "member" : "viewer"));
  const userId = principal.user?.id ?? null;
  const ids = { organizationId, projectId: project.id, environmentId: environment.id };
  return { principal, userId, role, ...ids, project, environment, rules };
}

/** The door to an organisation; path parameter `organization_id`: a uuid or `@current`. Throws 401, 403 or 404. */
export async function requireOrganization(
  c: ApiContext,
  scope: Scope,
  least?: Role,
): Promise<OrganizationAccess> {
  const principal = await requireUser(c, scope);
  // What only admins read belongs to all projects, too.
  if (isWrite(scope) || (least !== undefined && least !== "viewer")) requireNoTeamLimit(principal);
  const { db } = c.get("deps");
  const given = c.req.param("organization_id") ?? "@current";
  const organizationId = given === "@current" ? await currentOrganization(c, principal) : given;
  requireScopedOrganization(principal, organizationId);
  const seat = await findSeat({ organizationId }, db, principal.user.id);
  if (!seat) throw notFound("Organization not found.");
  const { membership } = seat;
  await requireRules(principal, seat, db);
  requireRole(membership.role, least ?? (isWrite(scope) ? "member" : "viewer"));
  return { principal, userId: principal.user.id, role: membership.role, organizationId };
}

/** The door to what belongs to a person. `scope` null: any session or key of the person. Throws 401 or 403. */
export async function requireUser(c: ApiContext, scope: Scope | null): Promise<Person> {
  const principal = await authenticate(c);
  throttle(c, principal);
  if (scope !== null) requireScope(principal, scope);
  if (principal.kind === "secret") throw new ApiError("permission_denied", SECRET_KEY_ONLY);
  return principal;
}

const SECRET_KEY_ONLY =
  "A project secret key only reads flag definitions and remote config: use a personal API key (phx_…) here.";

function requireScope(principal: Principal, scope: Scope): void {
  if (principal.key === null || scopeAllows(principal.key.scopes, scope)) return;
  throw new ApiError("permission_denied", `API key missing required scope '${scope}'`);
}

/** A key for some projects must not change what belongs to all of them, nor make new places for itself. */
export function requireNoTeamLimit(principal: Person): void {
  if ((principal.key?.scopedTeams ?? []).length === 0) return;
  throw new ApiError(
    "permission_denied",
    "This API key is limited to projects: it can't change organizations.",
  );
}

function requireRole(role: Role, least: Role): void {
  if (roleAtLeast(role, least)) return;
  throw new ApiError("permission_denied", `This needs the role "${least}" or higher: yours is "${role}".`);
}

async function roleIn(
  c: ApiContext,
  principal: Principal,
  environment: EnvironmentRow,
  options: ProjectOptions,
): Promise<Role> {
  if (principal.kind === "secret") {
    if (!options.secretKey) throw new ApiError("permission_denied", SECRET_KEY_ONLY);
    if (principal.key.environmentId !== environment.id) throw notFound("Project not found.");
    return "viewer";
  }
  const tenant = { organizationId: environment.organizationId };
  const { db } = c.get("deps");
  const seat = await findSeat(tenant, db, principal.user.id);
  if (!seat) throw notFound("Project not found.");
  const teams = principal.key?.scopedTeams ?? [];
  if (teams.length > 0 && !teams.includes(environment.id) && !teams.includes(environment.projectId)) {
    throw new ApiError("permission_denied", "You don't have access to the project.");
  }
  requireScopedOrganization(principal, tenant.organizationId);
  await requireRules(principal, seat, db);
  return seat.membership.role;
}

function requireScopedOrganization(principal: Principal, organizationId: string): void {
  const organizations = principal.key?.scopedOrganizations ?? [];
  if (organizations.length === 0 || organizations.includes(organizationId)) return;
  throw new ApiError("permission_denied", "You don't have access to the organization.");
}

async function environmentNumber(c: ApiContext, principal: Principal): Promise<number> {
  const given = c.req.param("project_id") ?? "@current";
  if (given !== "@current") {
    if (!/^\d{1,10}$/.test(given)) throw notFound("Project not found.");
    return Number(given);
  }
  const token = c.req.query("token");
  const row = token ? await findToken(token, c.get("deps").db) : null;
  if (row && (row.revokedAt === null || row.revokedAt > c.get("deps").now())) return row.environmentId;
  if (principal.kind === "secret") return principal.key.environmentId ?? 0;
  return await currentEnvironment(c, principal);
}

/** Where `@current` points: the key's only team, what the person looked at last, else their first project. */
export async function currentEnvironment(c: ApiContext, person: Person): Promise<number> {
  const only = person.key?.scopedTeams.length === 1 ? person.key.scopedTeams[0] : undefined;
  if (only !== undefined) return only;
  const { db } = c.get("deps");
  const allowed = await organizationsOfUser(person.user.id, db);
  const ids = allowed.map((entry) => entry.organization.id);
  const last = person.user.currentEnvironmentId;
  const found = last === null ? null : await findEnvironment(last, db);
  if (found && ids.includes(found.project.organizationId)) return found.environment.id;
  const first = (await listProjects(ids, db))[0];
  if (!first) throw notFound("Project not found.");
  return first.id;
}

async function currentOrganization(c: ApiContext, person: Person): Promise<string> {
  const allowed = await organizationsOfUser(person.user.id, c.get("deps").db);
  const scoped = person.key?.scopedOrganizations ?? [];
  const usable = allowed.filter((entry) => scoped.length === 0 || scoped.includes(entry.organization.id));
  const last = usable.find((entry) => entry.organization.id === person.user.currentOrganizationId);
  const found = last ?? usable[0];
  if (!found) throw notFound("Organization not found.");
  return found.organization.id;
}
