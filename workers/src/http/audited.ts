import { ApiError } from "./errors.ts";
import type { Access } from "./route.ts";
import { isWrite } from "./scopes.ts";

/** Counts a request's audit entries; only kept where answers are checked (tests). */
export interface AuditCount {
  entries: number;
}

interface Written {
  readonly method: string;
  readonly paths: readonly string[];
  readonly access: Access;
}

/** Writes that leave no audit entry, by the first path of their route, and why that is right. */
export const UNAUDITED: Readonly<Record<string, string>> = {};

/** Whether a successful call of a route has to be found in the audit log: it makes or ends something of a tenant. */
export function mustBeAudited({ method, paths, access }: Written): boolean {
  if (method !== "post" && method !== "delete") return false;
  if (access.kind === "public" || (access.scope !== null && !isWrite(access.scope))) return false;
  return UNAUDITED[`${method.toUpperCase()} ${paths[0]}`] === undefined;
}

/** Throws when a write was forgotten in the audit log: so every test of a route is one of its audit entry, too. */
export function requireAudited(route: Written, count: AuditCount | undefined): void {
  if (count === undefined || count.entries > 0 || !mustBeAudited(route)) return;
  const name = `${route.method.toUpperCase()} ${route.paths[0]}`;
  throw new ApiError(
    "error",
    `${name} left nothing in the audit log: record it, or say in UNAUDITED why not.`,
  );
}
