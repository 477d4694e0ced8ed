import type { PaidPlan, PlanKey } from "@edgewise/core/billing/plans.ts";
import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/api/client";

export interface PlanChoice {
  readonly key: PlanKey;
  readonly name: string;
  readonly summary: string;
  readonly monthly_micros: number;
  readonly use_discount: number;
}

/** The plan, its card, and what is owed. */
export interface Plan {
  readonly available: boolean;
  readonly plan: PlanKey;
  readonly plans: readonly PlanChoice[];
  readonly status: "" | "active" | "past_due" | "unpaid" | "canceled";
  readonly card: { readonly brand: string; readonly last4: string; readonly expires: string } | null;
  readonly cancel_at: string | null;
  readonly period_end: string | null;
  readonly owed_cents: number;
  readonly next_attempt_at: string | null;
  readonly grace_ends_at: string | null;
  readonly can_change: boolean;
}

const below = (organizationId: string, path: string) =>
  `/api/organizations/${organizationId}/billing/${path}`;

export const planKey = (organizationId: string) => ["plan", organizationId];

export function planQuery(organizationId: string) {
  return queryOptions({
    queryKey: planKey(organizationId),
    queryFn: ({ signal }) => api.get<Plan>(below(organizationId, "plan/"), signal),
    staleTime: 30_000,
  });
}

/** Pages of the payment provider: they are gone to, not opened beside. */
export async function goToCheckout(organizationId: string, plan: PaidPlan, projectId: number): Promise<void> {
  const body = { plan, project_id: projectId };
  const { url } = await api.post<{ readonly url: string }>(below(organizationId, "checkout/"), body);
  window.location.assign(url);
}

export async function goToPortal(organizationId: string, projectId: number): Promise<void> {
  const body = { project_id: projectId };
  const { url } = await api.post<{ readonly url: string }>(below(organizationId, "portal/"), body);
  window.location.assign(url);
}

export const changePlan = (organizationId: string, plan: PaidPlan): Promise<Plan> =>
  api.patch(below(organizationId, "plan/"), { plan });

/** `cancel`, `resume`, or `sync`: what the provider says now. */
export const planAction = (organizationId: string, action: "cancel" | "resume" | "sync"): Promise<Plan> =>
  api.post(below(organizationId, `${action}/`), {});

export const payInvoice = (organizationId: string, invoiceId: string): Promise<{ readonly status: string }> =>
  api.post(below(organizationId, `invoices/${invoiceId}/pay/`), {});
