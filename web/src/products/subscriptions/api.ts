import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, request, withQuery } from "@/lib/api/client";
import type { Page, UserBasic } from "@/lib/api/types";
import { useProject } from "@/lib/project-context";

export type Frequency = "daily" | "weekly" | "monthly";
export type TargetType = "email" | "slack" | "teams" | "webhook";

export interface Subscription {
  readonly id: number;
  readonly dashboard: number | null;
  readonly insight: number | null;
  readonly insight_short_id: string | null;
  readonly resource_name: string;
  readonly target_type: TargetType;
  readonly target_value: string;
  readonly frequency: string;
  readonly byweekday: readonly string[] | null;
  readonly start_date: string;
  readonly title: string | null;
  readonly summary: string;
  readonly enabled: boolean;
  readonly next_delivery_date: string | null;
  readonly created_by: UserBasic | null;
}

export interface Delivery {
  readonly id: string;
  readonly status: "starting" | "completed" | "failed" | "skipped";
  readonly trigger_type: "scheduled" | "manual" | "target_change";
  readonly created_at: string;
  readonly error: { readonly message: string } | null;
  readonly recipient_results: readonly {
    readonly recipient: string;
    readonly status: string;
    readonly error: string | null;
  }[];
}

/** What is subscribed to: one of them. */
export type SubscribedThing = { readonly dashboard: number } | { readonly insight: number };

const base = (projectId: number) => `/api/projects/${projectId}/subscriptions/`;

export function useSubscriptions(thing?: SubscribedThing) {
  const project = useProject();
  return useQuery({
    queryKey: ["subscriptions", project.id, thing ?? null],
    queryFn: ({ signal }) =>
      api.get<Page<Subscription>>(withQuery(base(project.id), { ...thing, limit: 200 }), signal),
  });
}

/** Writes a subscription: `path` is below the list. */
export function useWriteSubscription() {
  const project = useProject();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (write: { method: "POST" | "PATCH"; path: string; body: object }) =>
      request<Subscription>(write.method, `${base(project.id)}${write.path}`, write.body),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["subscriptions", project.id] }),
        client.invalidateQueries({ queryKey: ["deliveries", project.id] }),
      ]),
  });
}

const WATCH_MS = 3000;

/** Deliveries, watched while one is under way. */
export function useDeliveries(subscriptionId: number) {
  const project = useProject();
  return useQuery({
    queryKey: ["deliveries", project.id, subscriptionId],
    queryFn: ({ signal }) =>
      api.get<Page<Delivery>>(`${base(project.id)}${subscriptionId}/deliveries/`, signal),
    refetchInterval: (query) => (query.state.data?.results.some(isUnderWay) ? WATCH_MS : false),
  });
}

const isUnderWay = ({ status, recipient_results }: Delivery): boolean =>
  status === "starting" ||
  recipient_results.some((one) => one.status === "waiting" || one.status === "sending");
