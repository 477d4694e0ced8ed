import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, request, withQuery } from "@/lib/api/client";
import type { Page, UserBasic } from "@/lib/api/types";
import { useProject, useProjectContext } from "@/lib/project-context";

export type AlertState = "Firing" | "Not firing" | "Errored" | "Snoozed";
export type AlertInterval = "real_time" | "every_15_minutes" | "hourly" | "daily" | "weekly" | "monthly";

export interface AlertCheck {
  readonly id: string;
  readonly created_at: string;
  readonly calculated_value: number | null;
  readonly state: AlertState;
  readonly notified: readonly string[];
  readonly error: { readonly message: string } | null;
  readonly breaches: readonly string[];
}

type User = UserBasic & { readonly id: number };

export interface Alert {
  readonly id: string;
  readonly name: string;
  readonly insight: {
    readonly id: number;
    readonly short_id: string;
    readonly name: string;
    readonly derived_name: string | null;
    readonly query: Readonly<Record<string, unknown>> | null;
  };
  readonly subscribed_users: readonly User[];
  readonly threshold: {
    readonly configuration: {
      readonly type: "absolute" | "percentage";
      readonly bounds?: { readonly lower?: number | null; readonly upper?: number | null } | null;
    };
  };
  readonly condition: { readonly type: "absolute_value" | "relative_increase" | "relative_decrease" };
  readonly config: Readonly<Record<string, unknown>>;
  readonly detector_config: { readonly type: string; readonly threshold?: number | null } | null;
  readonly enabled: boolean;
  readonly calculation_interval: AlertInterval;
  readonly snoozed_until: string | null;
  readonly skip_weekend: boolean;
  readonly state: AlertState;
  readonly last_checked_at: string | null;
  readonly last_notified_at: string | null;
  readonly next_check_at: string | null;
  readonly last_value: number | null;
  readonly checks: readonly AlertCheck[];
  readonly destinations: readonly { readonly id: string; readonly type: string; readonly host: string }[];
}

const base = (projectId: number) => `/api/projects/${projectId}/alerts/`;

/** Alerts of the project, or of one insight. */
export function useAlerts(insightId?: number) {
  const project = useProject();
  return useQuery({
    queryKey: ["alerts", project.id, insightId ?? null],
    queryFn: ({ signal }) =>
      api.get<Page<Alert>>(withQuery(base(project.id), { insight_id: insightId, limit: 200 }), signal),
    refetchInterval: 30_000,
  });
}

export function useAlertHistory(id: string) {
  const project = useProject();
  return useQuery({
    queryKey: ["alerts", project.id, "one", id],
    queryFn: ({ signal }) =>
      api.get<Alert>(withQuery(`${base(project.id)}${id}/`, { checks_limit: 50 }), signal),
  });
}

/** Writes an alert; `path` is below the list. */
export function useWriteAlert() {
  const project = useProject();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      method,
      path,
      body,
    }: {
      method: "POST" | "PATCH" | "DELETE";
      path: string;
      body?: object;
    }) => request<Alert>(method, `${base(project.id)}${path}`, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ["alerts", project.id] }),
  });
}

/** Who can be told: the members of the organisation. */
export function useMembers() {
  const { me } = useProjectContext();
  return useQuery({
    queryKey: ["members", me.organization?.id],
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      api.get<Page<{ readonly user: User }>>(
        `/api/organizations/${me.organization?.id ?? "@current"}/members/?limit=200`,
        signal,
      ),
  });
}
