import { ApiError } from "./errors.ts";
import type { Access } from "./route.ts";
import { isWrite } from "./scopes.ts";

/** Counts a request's audit entries; only kept where answers are checked (tests). */
export interface AuditCount {
  entries: number;
  /** Tables in which rows changed. */
  readonly tables: Set<string>;
}

interface Written {
  readonly method: string;
  readonly paths: readonly string[];
  readonly access: Access;
}

/** Writes that leave no audit entry, by the first path of their route, and why that is right. */
export const UNAUDITED: Readonly<Record<string, string>> = {
  "PATCH /api/users/:user_uuid/":
    "a new name is logged; the theme and the project that one looks at are one's own",
  "PATCH /api/user_home_settings/:user_uuid/": "which pages somebody pins for themselves is nobody else's",
  "POST /api/projects/:project_id/warehouse_saved_queries/:view/run/":
    "stores now what the schedule would; its history keeps it",
  "POST /api/projects/:project_id/alerts/:alert/check/":
    "looks now instead of on time; the alert's history has it",
  "POST /api/projects/:project_id/subscriptions/:subscription/test-delivery/":
    "sends what would be sent anyway; the deliveries have it",
  "POST /api/projects/:project_id/guarded_releases/:release/check/":
    "looks now instead of on time; the release's own history has what follows",
  "POST /api/projects/:project_id/experiments/:experiment/metrics_recalculation/":
    "computes results anew; nothing that anybody wrote changes",
  "POST /api/organizations/:organization_id/feature_flags/copy_flags/":
    "is logged in each project that got the flag; a call that none may take changes nothing",
  "POST /api/projects/:project_id/feature_flags/:flag/dashboard/":
    "is logged when the dashboard is made; a call that finds it changes nothing",
  "POST /api/projects/:project_id/feature_flags/:flag/enrich_usage_dashboard/":
    "is logged when tiles are added; a call that finds them changes nothing",
  "POST /api/projects/:project_id/feature_flags/bulk_delete/":
    "is logged for each flag that went; a call that may delete none changes nothing",
  "POST /api/projects/:project_id/feature_flags/bulk_update_tags/":
    "is logged for each flag that changed; a call that may change none changes nothing",
  "POST /api/projects/:project_id/ingestion/quarantine/drop/":
    "is logged when rows went; a call that finds none changes nothing",
  "POST /api/projects/:project_id/ingestion/quarantine/replay/":
    "is logged when rows were sent; a call that finds none changes nothing",
  "POST /api/organizations/:organization_id/feature_flags/copy_flags/dependency_requirements/":
    "says what a copy would need; the copy itself is in the log",
  "POST /api/organizations/:organization_id/billing/checkout/":
    "opens a page of the payment provider; what is done there comes back as news and is logged then",
  "POST /api/organizations/:organization_id/billing/portal/":
    "opens a page of the payment provider; what is done there comes back as news and is logged then",
  "POST /api/organizations/:organization_id/billing/sync/":
    "asks the provider again for what it has told already; changes are logged as its news",
};

/** Whether a route writes what belongs to a tenant, so that its writes have to be found in the audit log. */
export function mustBeAudited({ method, paths, access }: Written): boolean {
  if (method === "get") return false;
  if (access.kind === "public" || (access.scope !== null && !isWrite(access.scope))) return false;
  return UNAUDITED[`${method.toUpperCase()} ${paths[0]}`] === undefined;
}

/**
 * Throws when a write was forgotten in the audit log: so every test of a route is one of its audit entry, too. What makes
 * or ends something always leaves one; a change leaves one when it changed something.
 */
export function requireAudited(route: Written, count: AuditCount | undefined): void {
  if (count === undefined || count.entries > 0 || !mustBeAudited(route)) return;
  const changes = route.method === "patch" || route.method === "put";
  if (changes && count.tables.size === 0) return;
  const name = `${route.method.toUpperCase()} ${route.paths[0]}`;
  const wrote = count.tables.size > 0 ? ` (it wrote ${[...count.tables].join(", ")})` : "";
  throw new ApiError(
    "error",
    `${name} left nothing in the audit log${wrote}: record it, or say in UNAUDITED why not.`,
  );
}
