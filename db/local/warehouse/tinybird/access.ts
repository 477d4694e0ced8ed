import { TinybirdError } from "./error.ts";

/** Who may do what with which resource; Tinybird's scopes. */
export interface Scope {
  readonly type: "ADMIN" | "TOKENS" | "DATASOURCES:READ" | "DATASOURCES:APPEND" | "PIPES:READ";
  /** Data source or pipe; absent for workspace-wide scopes. */
  readonly resource?: string;
  /** `DATASOURCES:READ`: SQL condition that every row read must meet. */
  readonly filter?: string;
  /** `PIPES:READ`: parameters that the caller can't choose. */
  readonly fixedParams?: Readonly<Record<string, string | number | boolean>>;
}

export interface Access {
  readonly name: string;
  readonly scopes: readonly Scope[];
}

const TYPES = ["DATASOURCES:READ", "DATASOURCES:APPEND", "PIPES:READ"] as const;

/** Parses `ADMIN`, `PIPES:READ:name`, `DATASOURCES:READ:name:filter`. Throws {@link TinybirdError} 400. */
export function parseScope(text: string): Scope {
  if (text === "ADMIN" || text === "TOKENS") return { type: text };
  const type = TYPES.find((name) => text.startsWith(`${name}:`));
  const [, resource, filter] = /^(\w+)(?::(.+))?$/s.exec(text.slice((type?.length ?? 0) + 1)) ?? [];
  if (type === undefined || resource === undefined) {
    throw new TinybirdError(400, `Invalid scope "${text}": use ADMIN, TOKENS or ${TYPES.join(", ")}:<name>`);
  }
  return { type, resource, ...(filter === undefined ? {} : { filter }) };
}

export function isAdmin(access: Access): boolean {
  return access.scopes.some(({ type }) => type === "ADMIN");
}

/** The scope that grants `type` on `resource`; undefined when none does. Admin tokens have all, without a filter. */
export function grant(access: Access, type: Scope["type"], resource?: string): Scope | undefined {
  if (isAdmin(access)) return { type, resource };
  return access.scopes.find((scope) => scope.type === type && scope.resource === resource);
}

/** As {@link grant}; throws {@link TinybirdError} 403 when nothing grants it. */
export function requireGrant(access: Access, type: Scope["type"], resource?: string): Scope {
  const scope = grant(access, type, resource);
  if (scope === undefined) {
    const what = resource === undefined ? type : `${type}:${resource}`;
    throw new TinybirdError(403, `The token "${access.name}" has not enough permissions: it lacks ${what}`);
  }
  return scope;
}
