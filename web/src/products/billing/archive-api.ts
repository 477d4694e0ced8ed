import { queryOptions } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";

/** Events of a UTC day that came over a limit and wait in object storage. */
export interface ArchivedDay {
  readonly environment_id: number;
  readonly day: string;
  readonly events: number;
}

const path = (organizationId: string) => `/api/organizations/${organizationId}/billing/archive/`;

export function archiveQuery(organizationId: string, environmentId: number) {
  return queryOptions({
    queryKey: ["billing-archive", organizationId, environmentId],
    queryFn: ({ signal }) =>
      api.get<{ readonly results: readonly ArchivedDay[] }>(
        withQuery(path(organizationId), { environment_id: environmentId }),
        signal,
      ),
  });
}

/** Stores a day's events, or those of one name ('' = all). */
export function restoreDay(
  organizationId: string,
  { environment_id, day }: ArchivedDay,
  event: string,
): Promise<{ readonly restored: number }> {
  return api.post(`${path(organizationId)}restore/`, { environment_id, day, event });
}
