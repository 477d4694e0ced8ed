import type { Role } from "@edgewise/db/mysql/schema/organizations.ts";
import type * as z from "zod";
import type { Deps, RegionDeps } from "../deps.ts";
import { inRegionOf } from "../services/regions/in-region.ts";
import { requireAudited } from "./audited.ts";
import {
  type OrganizationAccess,
  type ProjectAccess,
  requireOrganization,
  requireProject,
  requireUser,
} from "./authorize.ts";
import { governedBy, requireGoverned } from "./governed.ts";
import { parseInput, readJson } from "./parse.ts";
import type { Person } from "./principal.ts";
import { throttleAddress } from "./rate-limit.ts";
import type { Scope } from "./scopes.ts";
import type { ApiContext } from "./types.ts";

type Method = "get" | "post" | "patch" | "put" | "delete";

/** Who may call a route; the permission tests iterate this. */
export type Access =
  | { readonly kind: "project"; readonly scope: Scope; readonly role?: Role; readonly secretKey?: boolean }
  | { readonly kind: "organization"; readonly scope: Scope; readonly role?: Role }
  | { readonly kind: "user"; readonly scope: Scope | null }
  | { readonly kind: "public" };

interface Granted {
  project: ProjectAccess;
  organization: OrganizationAccess;
  user: Person;
  public: null;
}

/** What a handler gets: leave, parsed input, dependencies. */
export interface RouteInput<A, Q, B> {
  readonly c: ApiContext;
  /** Of a project: those of the region where its data lives. */
  readonly deps: A extends ProjectAccess ? RegionDeps : Deps;
  readonly access: A;
  readonly query: Q;
  readonly body: B;
  /** A path parameter; '' when the path has none of that name. */
  param(name: string): string;
}

export interface RouteSpec<A extends Access, Q extends z.ZodType, B extends z.ZodType> {
  readonly method: Method;
  /** Paths with `:name` parameters and a trailing slash; served with and without it. */
  readonly paths: readonly string[];
  readonly access: A;
  readonly summary: string;
  readonly tag: string;
  readonly query?: Q;
  readonly body?: B;
  /** Absent: answers 204 without a body, or what the handler's own `Response` says. */
  readonly response?: z.ZodType;
  /** Default 200, or 204 without a response schema. */
  readonly status?: 200 | 201 | 202 | 204;
  handler(input: RouteInput<Granted[A["kind"]], z.output<Q>, z.output<B>>): Promise<unknown>;
}

/** A registered route: its description and one function that serves it. */
export interface ApiRoute {
  readonly method: Method;
  readonly paths: readonly string[];
  readonly access: Access;
  readonly summary: string;
  readonly tag: string;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly response?: z.ZodType;
  readonly status: 200 | 201 | 202 | 204;
  serve(c: ApiContext): Promise<Response>;
}

/** Declares a route. Order of every request: leave, then input, then the handler, then the answer. */
export function route<A extends Access, Q extends z.ZodType, B extends z.ZodType>(
  spec: RouteSpec<A, Q, B>,
): ApiRoute {
  const status = spec.status ?? (spec.response ? 200 : 204);
  const { handler, ...description } = spec;
  const governed = governedBy(spec.paths[0] ?? "");
  return {
    ...description,
    status,
    async serve(c) {
      const access = (await grant(c, spec.access)) as Granted[A["kind"]];
      if (governed && spec.access.kind === "project") {
        const { resource, name } = governed;
        const target = { resource, given: c.req.param(name) ?? "", scope: spec.access.scope };
        await requireGoverned(access as ProjectAccess, target, c.get("deps"));
      }
      const query = (spec.query ? parseInput(spec.query, c.req.query()) : {}) as z.output<Q>;
      const body = (spec.body ? parseInput(spec.body, await readJson(c)) : {}) as z.output<B>;
      const param = (name: string) => c.req.param(name) ?? "";
      const shared = c.get("deps");
      const deps = (
        spec.access.kind === "project" ? await inRegionOf(access as ProjectAccess, shared) : shared
      ) as RouteInput<Granted[A["kind"]], unknown, unknown>["deps"];
      const result = await handler({ c, deps, access, query, body, param });
      requireAudited(spec, deps.audited);
      if (result instanceof Response) return result;
      if (deps.config.checkAnswers) spec.response?.parse(result);
      return status === 204 ? c.body(null, 204) : c.json(result as object, status);
    },
  };
}

function grant(c: ApiContext, access: Access): Promise<Granted[Access["kind"]]> {
  switch (access.kind) {
    case "project":
      return requireProject(c, access.scope, access);
    case "organization":
      return requireOrganization(c, access.scope, access.role);
    case "user":
      return requireUser(c, access.scope);
    case "public":
      throttleAddress(c);
      return Promise.resolve(null);
  }
}

/** The two spellings of a path below a project: `/api/projects/…` and `/api/environments/…`. */
export const underProject = (path: string): string[] => [
  `/api/projects/:project_id/${path}`,
  `/api/environments/:project_id/${path}`,
];
