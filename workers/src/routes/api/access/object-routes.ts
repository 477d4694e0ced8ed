import { ACCESS_LEVELS, accessLevel, GOVERNED, type Governed } from "@edgewise/core/access/level.ts";
import {
  type AccessControlRow,
  listAccessControls,
  rulesFor,
} from "@edgewise/db/mysql/repos/access-controls.ts";
import { listMembers } from "@edgewise/db/mysql/repos/organizations.ts";
import { findUsers, type UserRow } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { invalid } from "../../../http/errors.ts";
import { levelOn, requireLevel } from "../../../http/governed.ts";
import { pathNumber } from "../../../http/path-number.ts";
import { ROLES } from "../../../http/roles.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { governedObject, mayGovern, setAccessControl } from "../../../services/access/controls.ts";
import { requireRoleId, roleId } from "../../../services/access/levels.ts";
import { presentAuthor, presentUserBasic, userBasic } from "../users/basic.ts";

const tag = "access control";
const ALL = { limit: 1000, offset: 0 };
const level = z.enum(ACCESS_LEVELS);

const control = z.object({
  id: z.string(),
  access_level: level,
  resource: z.enum(GOVERNED),
  resource_id: z.string(),
  organization_member: z.string().nullable(),
  role: z.string().nullable(),
  project: z.number().int(),
  created_by: userBasic.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});

const person = z.object({
  organization_member: z.string(),
  user: userBasic,
  role: z.enum(ROLES),
  access_level: level,
  /** The nearest rule that decided; `role` without one. */
  source: z.enum(["member", "role_rule", "default", "role"]),
});

const controls = z.object({
  access_controls: z.array(control),
  available_access_levels: z.array(z.string()),
  default_access_level: level,
  minimum_access_level: z.literal("none"),
  maximum_access_level: z.literal("manager"),
  user_access_level: level,
  user_can_edit_access_levels: z.boolean(),
  /** Ours: what every member may do with it. */
  members: z.array(person),
});

const body = z.object({
  access_level: level.nullable(),
  organization_member: z.string().nullish(),
  role: z.string().nullish(),
});

type Seats = Awaited<ReturnType<typeof listMembers>>["rows"];

function present(
  row: AccessControlRow,
  seats: Seats,
  users: ReadonlyMap<string, UserRow>,
): z.infer<typeof control> {
  const seat = seats.find(({ user }) => user.id === row.subjectId);
  const role = ROLES.find((name) => name === row.subjectId);
  return {
    id: row.id,
    access_level: row.level,
    resource: row.resource,
    resource_id: String(row.resourceId),
    organization_member: row.subject === "member" ? (seat?.membership.id ?? null) : null,
    role: row.subject === "role" && role ? roleId(role) : null,
    project: row.projectId,
    created_by: presentAuthor(row.createdBy, users),
    created_at: isoMicros(row.createdAt),
    updated_at: isoMicros(row.updatedAt),
  };
}

const sourceOf = (rows: readonly AccessControlRow[], userId: string, role: string) => {
  if (role === "admin" || role === "owner") return "role";
  const has = (subject: string, id: string) =>
    rows.some((row) => row.subject === subject && row.subjectId === id);
  if (has("member", userId)) return "member";
  if (has("role", role)) return "role_rule";
  return has("default", "") ? "default" : "role";
};

async function load(access: ProjectAccess, resource: Governed, given: string, deps: Deps) {
  const object = await governedObject(access, resource, pathNumber(given), deps);
  const [rows, { rows: seats }] = await Promise.all([
    listAccessControls(access, deps.db, object),
    listMembers(access, deps.db, ALL),
  ]);
  const users = await findUsers(
    rows.map((row) => row.createdBy),
    deps.db,
  );
  return {
    access_controls: rows.map((row) => present(row, seats, users)),
    available_access_levels: [...ACCESS_LEVELS],
    default_access_level: rows.find(({ subject }) => subject === "default")?.level ?? "editor",
    minimum_access_level: "none" as const,
    maximum_access_level: "manager" as const,
    user_access_level: levelOn(access, resource, object.resourceId),
    user_can_edit_access_levels: mayGovern(access, object),
    members: seats.map(({ membership, user }) => ({
      organization_member: membership.id,
      user: presentUserBasic(user),
      role: membership.role,
      access_level: accessLevel(rows, resource, object.resourceId, {
        userId: user.id,
        role: membership.role,
      }),
      source: sourceOf(rows, user.id, membership.role),
    })),
  };
}

async function subjectOf(access: ProjectAccess, given: z.output<typeof body>, deps: Deps) {
  const { organization_member: memberId, role } = given;
  if (memberId && role) throw invalid("role", "Name a member or a role, not both.");
  if (role) {
    const name = ROLES.find((one) => one === role) ?? requireRoleId(role);
    if (name === "admin" || name === "owner")
      throw invalid("role", `A rule can't hold for the role "${name}": it may always do everything.`);
    return { subject: "role", subjectId: name } as const;
  }
  if (!memberId) return { subject: "default", subjectId: "" } as const;
  const { rows } = await listMembers(access, deps.db, ALL);
  const seat = rows.find(({ membership }) => membership.id === memberId);
  if (!seat) throw invalid("organization_member", "There is no such member.", "does_not_exist");
  return { subject: "member", subjectId: seat.user.id } as const;
}

function objectRoutes(resource: Governed, path: string): readonly ApiRoute[] {
  const name = resource === "dashboard" ? "dashboard" : "flag";
  return [
    route({
      method: "get",
      paths: underProject(path),
      access: { kind: "project", scope: "access_control:read" },
      summary: `Who may do what with a ${name}`,
      tag,
      response: controls,
      handler: ({ access, deps, param }) => load(access, resource, param(name), deps),
    }),
    ...(["put", "post"] as const).map((method) =>
      route({
        method,
        paths: underProject(path),
        access: { kind: "project", scope: "access_control:write" },
        summary: `Set what everybody, a role or a member may do with a ${name}; \`access_level\` null takes the rule away`,
        tag,
        body,
        response: controls,
        async handler({ access, deps, param, body: given }) {
          const object = await governedObject(access, resource, pathNumber(param(name)), deps);
          requireLevel(access, resource, object.resourceId, "editor");
          await setAccessControl(
            access,
            object,
            await subjectOf(access, given, deps),
            given.access_level,
            deps,
          );
          const rules = await rulesFor(access.projectId, deps.db, access.userId ?? "");
          return await load({ ...access, rules }, resource, param(name), deps);
        },
      }),
    ),
  ];
}

export const OBJECT_ACCESS_ROUTES: readonly ApiRoute[] = [
  ...objectRoutes("dashboard", "dashboards/:dashboard/access_controls/"),
  ...objectRoutes("feature_flag", "feature_flags/:flag/access_controls/"),
  ...["access_controls/", "resource_access_controls/"].map((path) =>
    route({
      method: "get",
      paths: underProject(path),
      access: { kind: "project", scope: "access_control:read", role: "admin" },
      summary: "Every rule on single dashboards and flags; everything else goes by role",
      tag,
      response: z.object({
        access_controls: z.array(control),
        available_access_levels: z.array(z.string()),
        default_access_level: level,
      }),
      async handler({ access, deps }) {
        const [rows, { rows: seats }] = await Promise.all([
          listAccessControls(access, deps.db),
          listMembers(access, deps.db, ALL),
        ]);
        const users = await findUsers(
          rows.map((row) => row.createdBy),
          deps.db,
        );
        return {
          access_controls: rows.map((row) => present(row, seats, users)),
          available_access_levels: [...ACCESS_LEVELS],
          default_access_level: "editor" as const,
        };
      },
    }),
  ),
];
