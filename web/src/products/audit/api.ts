import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import type { ActivityChange, Page } from "@/lib/api/types";

export interface AuditEntry {
  readonly id: string;
  readonly created_at: string;
  readonly user: { readonly email: string; readonly first_name: string } | null;
  readonly project_id: number | null;
  readonly project_name: string | null;
  readonly scope: string;
  readonly item_id: string;
  readonly activity: string;
  readonly name: string | null;
  readonly changes: readonly ActivityChange[];
  readonly address: string | null;
  readonly client: string | null;
  readonly via: string | null;
}

export interface AuditFilter {
  readonly search: string;
  readonly offset: number;
}

export const AUDIT_PAGE = 50;

const path = (organizationId: string) => `/api/organizations/${organizationId}/activity/`;

export function auditQuery(organizationId: string, { search, offset }: AuditFilter) {
  return queryOptions({
    queryKey: ["audit", organizationId, search, offset],
    queryFn: ({ signal }) =>
      api.get<Page<AuditEntry>>(
        withQuery(path(organizationId), { search: search || undefined, offset, limit: AUDIT_PAGE }),
        signal,
      ),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** Address of the same as CSV. */
export const auditExport = (organizationId: string, search: string): string =>
  withQuery(`${path(organizationId)}export/`, { search: search || undefined });
