"use client";
import { formatUsd } from "@edgewise/core/billing/money.ts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useEffect } from "react";
import { projectPath, useProject } from "@/lib/project-context";
import { billQuery } from "@/products/billing/api";
import { CancelPlan } from "@/products/billing/cancel-plan";
import { invoicesQuery } from "@/products/billing/invoices-api";
import { goToPortal, type Plan, planAction, planKey, planQuery } from "@/products/billing/plan-api";
import { PlanChoices } from "@/products/billing/plan-choices";
import { utcDay } from "@/products/billing/plan-text";
import { useOrganizationId } from "@/products/billing/use-organization";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

const STATUS: Readonly<Record<Plan["status"], readonly [string, "ok" | "warn" | "danger" | "neutral"]>> = {
  "": ["no plan", "neutral"],
  active: ["active", "ok"],
  past_due: ["payment failed", "warn"],
  unpaid: ["not paid", "danger"],
  canceled: ["ended", "neutral"],
};

/** The plan: what it is, what pays for it, how to change and how to leave it. */
export function PlanSection() {
  const organizationId = useOrganizationId();
  const plan = useQuery(planQuery(organizationId));
  useReturn(organizationId);
  if (plan.error) return <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />;
  if (!plan.data) return <SkeletonRows rows={6} />;
  if (!plan.data.available)
    return (
      <EmptyState title="Everything is free here" className="m-0">
        This deployment takes no payments. Usage is metered and shown all the same, and limits can be set.
      </EmptyState>
    );
  return (
    <>
      <CurrentPlan plan={plan.data} />
      <PlanChoices plan={plan.data} />
      {plan.data.plan !== "free" && plan.data.can_change && <CancelPlan plan={plan.data} />}
      {!plan.data.can_change && (
        <p className="text-sm text-muted">Admins and owners of the organisation change plan and card.</p>
      )}
    </>
  );
}

/** Back from the checkout: asks how things stand now, whether or not the provider's news have come. */
function useReturn(organizationId: string) {
  const client = useQueryClient();
  const [checkout, setCheckout] = useQueryState("checkout", parseAsString);
  useEffect(() => {
    if (checkout !== "done") return;
    planAction(organizationId, "sync").then(
      (plan) => {
        client.setQueryData(planKey(organizationId), plan);
        void client.invalidateQueries({ queryKey: ["bill", organizationId] });
        if (plan.plan !== "free") toast.success("The plan has begun. A spending limit is set: see Limits.");
      },
      (error: unknown) => void toast.error("The new plan could not be read yet.", error),
    );
    void setCheckout(null);
  }, [checkout, organizationId, client, setCheckout]);
}

function CurrentPlan({ plan }: { readonly plan: Plan }) {
  const project = useProject();
  const organizationId = useOrganizationId();
  const bill = useQuery(billQuery(organizationId));
  const portal = useMutation({
    mutationFn: () => goToPortal(organizationId, project.id),
    onError: (error) => void toast.error("The payment page did not open.", error),
  });
  const current = plan.plans.find(({ key }) => key === plan.plan);
  const [status, tone] = STATUS[plan.status];
  const upcoming = useQuery(invoicesQuery(organizationId)).data?.results[0];
  const limit = bill.data?.limits.limits.overall;
  const expected = bill.data?.projected_due_micros.expected ?? upcoming?.due_micros ?? 0;
  return (
    <Panel
      title={
        <span className="flex items-center gap-2">
          {current?.name}
          {plan.status !== "" && <Badge tone={tone}>{status}</Badge>}
        </span>
      }
      actions={
        plan.status !== "" &&
        plan.can_change && (
          <Button size="sm" busy={portal.isPending} onClick={() => portal.mutate()}>
            Card, address, receipts
          </Button>
        )
      }
    >
      <dl className="grid gap-x-6 gap-y-3 p-3 text-sm sm:grid-cols-3">
        <Fact label="Card">
          {plan.card ? (
            <>
              <span className="capitalize">{plan.card.brand}</span> ending in {plan.card.last4},{" "}
              {plan.card.expires}
            </>
          ) : (
            "None"
          )}
        </Fact>
        <Fact
          label={plan.period_end ? `Next invoice, after ${utcDay(plan.period_end)}` : "This month so far"}
        >
          {upcoming ? (
            <Link
              href={projectPath(project.id, "/billing/invoices")}
              className="hover:text-accent hover:underline"
            >
              {formatUsd(upcoming.due_micros)}
              {plan.plan !== "free" && ` so far, about ${formatUsd(expected)} expected`}
            </Link>
          ) : (
            "…"
          )}
        </Fact>
        <Fact label="Spending limit">
          <Link
            href={projectPath(project.id, "/billing/limits")}
            className="hover:text-accent hover:underline"
          >
            {limit === undefined
              ? "…"
              : limit === null
                ? "None"
                : plan.plan === "free"
                  ? "The free units"
                  : `${formatUsd(limit)} a month`}
          </Link>
        </Fact>
      </dl>
    </Panel>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="tabular-nums">{children}</dd>
    </div>
  );
}
