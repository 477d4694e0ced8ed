import { queryOptions } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";

/** Events of a UTC day that came over a limit and wait in object storage. */
export interface ArchivedDay {
  readonly environment_id: number;
  readonly day: string;
  readonly events: number;
}

/** Events that are, or were, stored after all. */
export interface Restoration {
  readonly id: string;
  readonly state: "queued" | "running" | "watching" | "done" | "failed" | "cancelled";
  readonly error: string | null;
  readonly requested_at: string;
  readonly environment_id: number;
  readonly date_from: string;
  readonly date_to: string;
  readonly event: string;
  readonly total: number | null;
  readonly done: number;
  readonly restored: number;
}

export interface Archive {
  readonly results: readonly ArchivedDay[];
  readonly restorations: readonly Restoration[];
}

/** What is restored: by time of arrival (ISO, the end exclusive), and of one name or ('') all. */
export interface RestoreOrder {
  readonly date_from: string;
  readonly date_to: string;
  readonly event: string;
}

export const isGoing = ({ state }: Restoration): boolean => state === "queued" || state === "running";

const PROGRESS_MS = 1_000;
const path = (organizationId: string) => `/api/organizations/${organizationId}/billing/archive/`;

export function archiveQuery(organizationId: string, environmentId: number) {
  return queryOptions({
    queryKey: ["billing-archive", organizationId, environmentId],
    queryFn: ({ signal }) =>
      api.get<Archive>(withQuery(path(organizationId), { environment_id: environmentId }), signal),
    refetchInterval: ({ state }) => (state.data?.restorations.some(isGoing) ? PROGRESS_MS : false),
  });
}

export function restore(
  organizationId: string,
  environmentId: number,
  order: RestoreOrder,
): Promise<Restoration> {
  return api.post(`${path(organizationId)}restore/`, { environment_id: environmentId, ...order });
}

export function stopRestore(
  organizationId: string,
  { id, environment_id }: Restoration,
): Promise<Restoration> {
  return api.post(`${path(organizationId)}restore/${id}/cancel/`, { environment_id });
}
